import { problem, problems } from '@scrollback/contract';
import type { Store } from '@scrollback/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectShape } from '../harness/expect-shape.js';
import { onEachStore } from '../harness/on-each-store.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';
import { bodies } from './bodies.js';
import { headers } from './headers.js';
import { ids } from './ids.js';
import { messages } from './messages.js';
import { queries } from './queries.js';
import { routes } from './routes.js';
import { known, post, type Row } from './row.js';

const rows: readonly Row[] = [...routes, ...queries, ...headers, ...ids, ...messages, ...bodies];

onEachStore('bad input', (openStore) => {
  let server: TestServer;
  let before: string;

  beforeAll(async () => {
    server = await startTestServer({ store: openStore(), logLevel: 'trace' });
    await fill(server);
    before = await everything(server.store);
  });
  afterAll(() => server.stop());

  it.for(rows)('$name › $code', async ({ call, code, at, headers = {} }) => {
    const answer = await server.send(call);
    const { status } = problems[code];
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(answer.headers).toMatchObject(headers);
    if (call.method !== 'HEAD') {
      expectShape(problem, answer.json);
      expect(answer.json).toMatchObject({ code, status, request_id: answer.headers['x-request-id'] });
      const places = (answer.json.errors ?? []).map(
        ({ in: part, pointer }: Record<string, string>) => `${part} ${pointer}`,
      );
      if (at !== undefined) expect(places).toContain(at);
      expect(answer.text).not.toMatch(/node_modules|\.[jt]s\b|\n {4}at |stack|\/work\/|undefined/);
      expect(answer.text.length).toBeLessThan(20_000);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(await everything(server.store)).toBe(before);
  });
});

async function fill(server: TestServer): Promise<void> {
  const good = async (...calls: Parameters<TestServer['send']>[0][]) => {
    for (const call of calls) expect((await server.send(call)).status).toBeLessThan(300);
  };
  await good(
    post('/v1/users', { user_id: known.user }),
    post('/v1/users', { user_id: 'u2' }),
    post(`/v1/sessions/${known.session}/messages`, {
      messages: [{ role: 'user', content: 'old', uuid: known.deletedUuid }],
      metadata: { k: 1 },
    }),
    { method: 'DELETE', path: `/v1/sessions/${known.session}/messages` },
    post(`/v1/sessions/${known.session}/messages`, {
      messages: [
        { role: 'user', content: 'one', uuid: known.uuid },
        { role: 'assistant', content: 'two' },
      ],
    }),
    post('/v1/sessions', { session_id: known.owned, user_id: 'u2' }),
    post('/v1/sessions', { session_id: known.trashed }),
    { method: 'DELETE', path: `/v1/sessions/${known.trashed}` },
  );
}

async function everything({ sessions, users }: Store): Promise<string> {
  const page = { limit: 1_000, order: 'asc' } as const;
  const live = await sessions.list({ ...page, state: 'live' });
  return JSON.stringify([
    live,
    await sessions.list({ ...page, state: 'deleted' }),
    await users.list({ ...page, state: 'live' }),
    await users.list({ ...page, state: 'erasing' }),
    await Promise.all(live.map(({ id }) => sessions.read(id, { after: 0, limit: 1_000, maxBytes: 1e9 }))),
  ]);
}
