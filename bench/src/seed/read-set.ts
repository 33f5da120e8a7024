import { sessionMetadata, wireMessages } from '../rows/texts.js';

/** Sessions that are read and never changed: the first ones of the list, with owners and messages. */
export interface ReadSet {
  readonly ids: readonly string[];
}

const messageCount = 20;
const userCount = 10;
const parallelCount = 16;

/** Writes the set through the surface that is measured. One session after the other, so that their order in the list is known. */
export async function seedReadSet(port: number, sessionCount: number): Promise<ReadSet> {
  const post = (path: string, body: unknown) => send(port, 'POST', path, body);
  const ids = Array.from({ length: sessionCount }, (_, index) => `read-${String(index).padStart(6, '0')}`);
  for (let user = 0; user < userCount; user += 1) await post('/v1/users', { user_id: `reader-${user}` });
  for (const [index, id] of ids.entries()) {
    await post('/v1/sessions', { session_id: id, user_id: `reader-${index % userCount}`, metadata: sessionMetadata });
  }
  const rest = [...ids];
  const body = { messages: wireMessages(0, messageCount) };
  await Promise.all(
    Array.from({ length: parallelCount }, async () => {
      for (let id = rest.pop(); id !== undefined; id = rest.pop()) await post(`/v1/sessions/${id}/messages`, body);
    }),
  );
  return { ids };
}

/** A request that has to succeed; what it was answered. */
export async function send(port: number, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}
