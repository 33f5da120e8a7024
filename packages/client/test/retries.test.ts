import { describe, expect, it } from 'vitest';
import {
  ConflictError,
  ConnectionError,
  InternalServerError,
  NotFoundError,
  Scrollback,
  type ScrollbackError,
  ServiceUnavailableError,
} from '../src/index.js';
import { added, hello, sessionDocument } from './support/documents.js';
import { withoutWaiting } from './support/no-waiting.js';
import {
  cutConnection,
  problem,
  type ScriptedAnswer,
  type Step,
  startScriptedServer,
} from './support/scripted-server.js';

withoutWaiting();

interface Operation {
  readonly name: string;
  readonly call: (client: Scrollback, ifMatch?: string) => Promise<unknown>;
  readonly success: ScriptedAnswer;
}

const session = { status: 200, body: sessionDocument('chat') };
const created = { status: 201, body: sessionDocument('chat') };
const noContent = { status: 204 };

const repeatable: Operation[] = [
  { name: 'sessions.get', call: (client) => client.sessions.get('chat'), success: session },
  {
    name: 'sessions.list',
    call: (client) => client.sessions.list(),
    success: { body: { data: [], next_cursor: null } },
  },
  { name: 'messages.add', call: (client, ifMatch) => client.messages.add('chat', hello, { ifMatch }), success: added },
  {
    name: 'sessions.update',
    call: (client, ifMatch) => client.sessions.update('chat', { metadata: {} }, { ifMatch }),
    success: session,
  },
  {
    name: 'sessions.delete',
    call: (client, ifMatch) => client.sessions.delete('chat', { ifMatch }),
    success: noContent,
  },
  {
    name: 'messages.update',
    call: (client, ifMatch) => client.messages.update('chat', 'b', { metadata: {} }, { ifMatch }),
    success: session,
  },
  { name: 'messages.clear', call: (client, ifMatch) => client.messages.clear('chat', { ifMatch }), success: noContent },
  { name: 'users.update', call: (client, ifMatch) => client.users.update('ada', {}, { ifMatch }), success: session },
  { name: 'users.delete', call: (client, ifMatch) => client.users.delete('ada', { ifMatch }), success: session },
];

const unrepeatable: Operation[] = [
  { name: 'sessions.create', call: (client) => client.sessions.create({ session_id: 'chat' }), success: created },
  { name: 'users.create', call: (client) => client.users.create({ user_id: 'ada' }), success: created },
  { name: 'sessions.restore', call: (client) => client.sessions.restore('chat'), success: session },
];

const undone: [string, Step][] = [
  ['408', { status: 408 }],
  ['429', { status: 429 }],
  ['503 store_unavailable', problem(503, 'store_unavailable')],
  ['503 session_contended', problem(503, 'session_contended')],
  ['503 store_closed', problem(503, 'store_closed')],
];

const unknown: [string, Step][] = [
  ['a cut connection', cutConnection],
  ['a cut answer', cutAnswer],
  ['503 store_outcome_unknown', problem(503, 'store_outcome_unknown')],
  ["503 of somebody's own", { status: 503, body: { code: 'no_upstream' } }],
  ['502', { status: 502, body: '<html>' }],
  ['504', { status: 504, body: '<html>' }],
];

const final = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 500, 507];

describe.each(repeatable)('$name', ({ call, success }) => {
  it.each([...undone, ...unknown])('is tried again after %s', async (_, failure) => {
    const server = await startScriptedServer(failure, success);
    await call(new Scrollback({ baseUrl: server.url }));
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]).toMatchObject({ url: server.requests[0]?.url, body: server.requests[0]?.body });
  });
});

describe.each(unrepeatable)('$name', ({ call, success }) => {
  it.each(undone)('is tried again after %s', async (_, failure) => {
    const server = await startScriptedServer(failure, success);
    await call(new Scrollback({ baseUrl: server.url }));
    expect(server.requests).toHaveLength(2);
  });

  it.each(unknown)('is not tried again after %s', async (_, failure) => {
    const server = await startScriptedServer(failure, success);
    await expect(call(new Scrollback({ baseUrl: server.url }))).rejects.toThrow(/./);
    expect(server.requests).toHaveLength(1);
  });

  it('is tried again when the connection was never made', async () => {
    const success201 = () =>
      Promise.resolve(new Response(JSON.stringify(success.body), { status: success.status ?? 200 }));
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
    const attempts = [() => Promise.reject(refused), success201];
    await call(new Scrollback({ fetch: () => (attempts.shift() ?? success201)() }));
    expect(attempts).toHaveLength(0);
  });
});

describe.each(repeatable.slice(2))('$name with ifMatch', ({ call, success }) => {
  it('is tried again only after what certainly changed nothing', async () => {
    const server = await startScriptedServer(problem(503, 'store_unavailable'), cutConnection, success);
    await expect(call(new Scrollback({ baseUrl: server.url }), '"a.1"')).rejects.toThrow(ConnectionError);
    expect(server.requests).toHaveLength(2);
    expect(server.requests.map(({ headers }) => headers['if-match'])).toEqual(['"a.1"', '"a.1"']);
  });
});

describe('retries', () => {
  it.each(final)('are not made after %i', async (status) => {
    const server = await startScriptedServer({ status });
    await expect(new Scrollback({ baseUrl: server.url }).sessions.get('chat')).rejects.toMatchObject({ status });
    expect(server.requests).toHaveLength(1);
  });

  it('are two unless asked otherwise, and the last failure is the one that is told', async () => {
    const server = await startScriptedServer(cutConnection, { status: 502 }, problem(503, 'store_unavailable'));
    const error = await new Scrollback({ baseUrl: server.url }).sessions.get('chat').catch((reason) => reason);
    expect(error).toBeInstanceOf(ServiceUnavailableError);
    expect(server.requests).toHaveLength(3);
  });

  it('are as many as the client says, or the call', async () => {
    const server = await startScriptedServer(cutConnection);
    const client = new Scrollback({ baseUrl: server.url, maxRetries: 0 });
    await expect(client.sessions.get('chat')).rejects.toThrow(ConnectionError);
    expect(server.requests).toHaveLength(1);
    await expect(client.sessions.get('chat', { maxRetries: 4 })).rejects.toThrow(ConnectionError);
    expect(server.requests).toHaveLength(6);
  });

  it('of a delete that finds no session mean that an earlier attempt has done it', async () => {
    const server = await startScriptedServer(cutConnection, problem(404, 'session_not_found'));
    const answer = await new Scrollback({ baseUrl: server.url }).sessions.delete('chat').withResponse();
    expect(answer).toMatchObject({ data: undefined, status: 204, requestId: 'request-1' });
  });

  it.each([
    ['was certainly not done', problem(503, 'store_unavailable'), problem(404, 'session_not_found')],
    ['meets a 404 that is not about the session', cutConnection, problem(404, 'route_not_found')],
  ])('of a delete that %s are told about the 404', async (_, first, second) => {
    const server = await startScriptedServer(first, second);
    await expect(new Scrollback({ baseUrl: server.url }).sessions.delete('chat')).rejects.toThrow(NotFoundError);
  });

  it('of the removal of a user are told that it is gone', async () => {
    const server = await startScriptedServer(cutConnection, problem(404, 'user_not_found'));
    await expect(new Scrollback({ baseUrl: server.url }).users.delete('ada')).rejects.toThrow(NotFoundError);
  });

  it('end at an answer that is final', async () => {
    const server = await startScriptedServer(cutConnection, problem(409, 'message_deleted'));
    await expect(new Scrollback({ baseUrl: server.url }).messages.add('chat', hello)).rejects.toThrow(ConflictError);
    expect(server.requests).toHaveLength(2);
  });

  it('leave the connection usable after an error with a body', async () => {
    const server = await startScriptedServer({ status: 500, body: 'x'.repeat(300_000) }, session);
    const client = new Scrollback({ baseUrl: server.url });
    const error: ScrollbackError = await client.sessions.get('chat').catch((reason) => reason);
    expect(error).toBeInstanceOf(InternalServerError);
    expect(error.message.length).toBeLessThan(250);
    await expect(client.sessions.get('chat')).resolves.toEqual(session.body);
  });
});

function cutAnswer(...[, response]: Parameters<Extract<Step, (...args: never[]) => unknown>>): undefined {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"session_id":', () => response.socket?.destroy());
}
