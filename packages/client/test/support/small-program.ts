import { added, messageDocument, sessionDocument } from './documents.js';
import { problem, type ScriptedAnswer, type Step } from './scripted-server.js';

/** Run where only a bundle is at hand: uses the uuids, a retry, a list, an error and an abort, and gives what it saw. */
export async function smallProgram(
  { Scrollback, NotFoundError }: typeof import('../../src/index.js'),
  baseUrl: string,
): Promise<unknown> {
  const client = new Scrollback({ baseUrl });
  const { messages } = await client.messages.add('a/b', { messages: [{ role: 'user', content: 'hello' }] });
  const seen: string[] = [];
  for await (const session of client.sessions.list()) seen.push(session.session_id);
  const error = await client.sessions.get('gone').catch((reason: unknown) => reason);
  const controller = new AbortController();
  const call = client.sessions.get('slow', { signal: controller.signal });
  controller.abort('enough');
  return {
    content: messages[0]?.content,
    seen,
    isNotFound: error instanceof NotFoundError,
    code: NotFoundError.isInstance(error) && error.code,
    reason: await call.catch((reason: unknown) => reason),
  };
}

export const smallProgramSees = {
  content: messageDocument(1).content,
  seen: ['s1', 's2'],
  isNotFound: true,
  code: 'session_not_found',
  reason: 'enough',
};

/** Answers the program, wherever it runs. */
export function answerSmallProgram(): Step {
  let appends = 0;
  return ({ method, url }) => {
    const answer = answerTo(method, url);
    return answer && { ...answer, headers: { ...answer.headers, ...cors } };
  };

  function answerTo(method: string, url: string): ScriptedAnswer | undefined {
    if (method === 'OPTIONS') return { status: 204 };
    if (method === 'POST') return appends++ === 0 ? problem(503, 'store_unavailable') : added;
    if (url === '/v1/sessions') return { body: { data: [sessionDocument('s1')], next_cursor: 'next' } };
    if (url === '/v1/sessions?cursor=next') return { body: { data: [sessionDocument('s2')], next_cursor: null } };
    return url === '/v1/sessions/gone' ? problem(404, 'session_not_found') : undefined;
  }
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'content-type',
};
