import { describe, expect, it, vi } from 'vitest';
import { routes } from '../src/generated/routes.js';
import { ApiPromise, NotFoundError, Scrollback } from '../src/index.js';
import { collect } from './support/collect.js';
import { added, hello, messageDocument, sessionDocument } from './support/documents.js';
import { problem, startScriptedServer } from './support/scripted-server.js';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const page = { body: { data: [], next_cursor: null } };
const document = { body: {} };
const created = { status: 201, body: {} };
const noContent = { status: 204 };

const { sessions, messages, users } = routes;
const calls: [
  string,
  (client: Scrollback) => PromiseLike<unknown>,
  { method: string; path: string },
  object,
  unknown,
][] = [
  [
    'sessions.create',
    (client) => client.sessions.create({ session_id: 'a' }),
    sessions.create,
    created,
    { session_id: 'a' },
  ],
  ['sessions.list', (client) => client.sessions.list(), sessions.list, page, undefined],
  ['sessions.get', (client) => client.sessions.get('a'), sessions.get, document, undefined],
  [
    'sessions.update',
    (client) => client.sessions.update('a', { metadata: null }),
    sessions.update,
    document,
    { metadata: null },
  ],
  ['sessions.delete', (client) => client.sessions.delete('a'), sessions.delete, noContent, undefined],
  ['sessions.restore', (client) => client.sessions.restore('a'), sessions.restore, document, undefined],
  ['sessions.window', (client) => client.sessions.window('a'), sessions.window, document, undefined],
  ['messages.list', (client) => client.messages.list('a'), messages.list, page, undefined],
  ['messages.get', (client) => client.messages.get('a', 'b'), messages.get, document, undefined],
  [
    'messages.update',
    (client) => client.messages.update('a', 'b', { metadata: {} }),
    messages.update,
    document,
    { metadata: {} },
  ],
  ['messages.clear', (client) => client.messages.clear('a'), messages.clear, noContent, undefined],
  ['users.create', (client) => client.users.create({ user_id: 'a' }), users.create, created, { user_id: 'a' }],
  ['users.list', (client) => client.users.list(), users.list, page, undefined],
  ['users.get', (client) => client.users.get('a'), users.get, document, undefined],
  ['users.update', (client) => client.users.update('a', { email: null }), users.update, document, { email: null }],
  ['users.delete', (client) => client.users.delete('a'), users.delete, document, undefined],
  ['users.sessions', (client) => client.users.sessions('a'), users.sessions, page, undefined],
];

describe('a call', () => {
  it.each(calls)('%s meets its route', async (_, call, route, answer, body) => {
    const server = await startScriptedServer(answer);
    await call(new Scrollback({ baseUrl: server.url }));
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request?.method).toBe(route.method);
    expect(request?.url).toBe(route.path.replace(/\{(session_id|user_id)\}/, 'a').replace('{uuid}', 'b'));
    expect(request?.body).toBe(body === undefined ? '' : JSON.stringify(body));
    expect(request?.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
    expect(request?.headers.accept).toBe('application/json');
  });

  it('exists for every operation of the contract', () => {
    const names = Object.entries(routes).flatMap(([resource, operations]) =>
      Object.keys(operations).map((name) => `${resource}.${name}`),
    );
    expect([...calls.map(([name]) => name), 'messages.add'].sort()).toEqual(names.sort());
  });

  it('answers with the plain document', async () => {
    const server = await startScriptedServer({ headers: { etag: '"a.1"' }, body: sessionDocument('chat') });
    const session = await new Scrollback({ baseUrl: server.url }).sessions.get('chat');
    expect(Object.getPrototypeOf(session)).toBe(Object.prototype);
    expect(Reflect.ownKeys(session)).toEqual(Object.keys(sessionDocument('chat')));
  });

  it('sends what its arguments were when it was made', async () => {
    const server = await startScriptedServer(problem(503, 'store_unavailable'), added);
    const message = { role: 'user', content: 'hello' };
    const body = { messages: [message] };
    const call = new Scrollback({ baseUrl: server.url }).messages.add('chat', body);
    message.content = 'changed';
    body.messages.push(message);
    await call;
    for (const request of server.requests) {
      expect(JSON.parse(request.body).messages).toMatchObject([{ content: 'hello' }]);
    }
  });

  it('rejects what JSON cannot hold', async () => {
    const call = new Scrollback().sessions.create({ session_id: 'chat', metadata: { big: 1n } });
    await expect(call).rejects.toThrow(TypeError);
  });
});

describe('messages.add', () => {
  it('gives every message a uuid, keeps those that are there, and leaves the arguments alone', async () => {
    const server = await startScriptedServer(added);
    const known = messageDocument(7).uuid;
    const body = {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'user', content: 'b', uuid: known },
        { role: 'user', content: 'c' },
      ],
      expected_seq: 4,
      user_id: 'ada',
      metadata: { topic: 'greetings' },
    };
    const before = structuredClone(body);
    await new Scrollback({ baseUrl: server.url }).messages.add('chat', body);
    const sent = JSON.parse(server.requests[0]?.body ?? '');
    const uuids = sent.messages.map(({ uuid }: { uuid: string }) => uuid);
    expect(uuids).toEqual([expect.stringMatching(uuidPattern), known, expect.stringMatching(uuidPattern)]);
    expect(new Set(uuids).size).toBe(3);
    expect(sent).toMatchObject(body);
    expect(body).toEqual(before);
  });

  it('gives a uuid where an undefined one is', async () => {
    const server = await startScriptedServer(added);
    await new Scrollback({ baseUrl: server.url }).messages.add('chat', {
      messages: [{ role: 'user', content: 'a', uuid: undefined }],
    } as never);
    expect(JSON.parse(server.requests[0]?.body ?? '').messages[0].uuid).toMatch(uuidPattern);
  });

  it('makes proper uuids where there is no randomUUID, as on pages without https', async () => {
    const server = await startScriptedServer(added);
    const getRandomValues = crypto.getRandomValues.bind(crypto);
    vi.stubGlobal('crypto', { getRandomValues });
    try {
      const messages = Array.from({ length: 200 }, () => ({ role: 'user', content: 'a' }));
      await new Scrollback({ baseUrl: server.url }).messages.add('chat', { messages });
    } finally {
      vi.unstubAllGlobals();
    }
    const uuids: string[] = JSON.parse(server.requests[0]?.body ?? '').messages.map(
      ({ uuid }: { uuid: string }) => uuid,
    );
    for (const uuid of uuids) expect(uuid).toMatch(uuidPattern);
    expect(new Set(uuids).size).toBe(200);
  });

  it('keeps an own __proto__ key an ordinary key', async () => {
    const server = await startScriptedServer(added);
    const metadata = JSON.parse('{"__proto__":{"polluted":true}}');
    await new Scrollback({ baseUrl: server.url }).messages.add('chat', {
      messages: [{ role: 'user', content: 'a', metadata }],
    });
    expect(server.requests[0]?.body).toContain('"metadata":{"__proto__":{"polluted":true}}');
  });
});

describe('withResponse', () => {
  it('tells status, ETag, request id and headers, without a second request', async () => {
    const headers = { etag: '"a.1"', 'x-request-id': 'request-1', 'x-other': 'b' };
    const server = await startScriptedServer({ headers, body: sessionDocument('chat') });
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat');
    const answer = await call.withResponse();
    expect(answer).toMatchObject({ data: sessionDocument('chat'), status: 200, etag: '"a.1"', requestId: 'request-1' });
    expect(answer.headers.get('x-other')).toBe('b');
    expect(await call).toBe(answer.data);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves out what did not come', async () => {
    const server = await startScriptedServer(noContent);
    const answer = await new Scrollback({ baseUrl: server.url }).sessions.delete('chat').withResponse();
    expect(answer).toMatchObject({ data: undefined, status: 204, etag: undefined, requestId: undefined });
  });

  it('rejects as the call does, and leaves no rejection unhandled', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const server = await startScriptedServer(problem(404, 'session_not_found'));
    const client = new Scrollback({ baseUrl: server.url });
    await expect(client.sessions.get('chat').withResponse()).rejects.toThrow(NotFoundError);
    await expect(client.sessions.list().withResponse()).rejects.toThrow(NotFoundError);
    await expect(collect(client.sessions.list())).rejects.toThrow(NotFoundError);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('is there on real promises, whose offspring are ordinary ones', async () => {
    const server = await startScriptedServer(document);
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat');
    expect(call).toBeInstanceOf(Promise);
    expect(call).toBeInstanceOf(ApiPromise);
    expect(call.then()).not.toBeInstanceOf(ApiPromise);
    await call;
  });
});

describe('headers', () => {
  it('of the client and of the call are sent, the latter winning in any letter case, null taking away', async () => {
    const server = await startScriptedServer(document);
    const client = new Scrollback({
      baseUrl: server.url,
      apiKey: 'secret',
      headers: { 'X-One': '1', 'X-Two': '2', 'X-Three': '3' },
    });
    await client.sessions.get('chat', { headers: { 'x-one': 'one', 'X-TWO': null, 'x-three': undefined } });
    await client.sessions.get('chat', { headers: new Headers({ authorization: 'Basic abc' }) });
    expect(server.requests[0]?.headers).toMatchObject({
      'x-one': 'one',
      'x-three': '3',
      authorization: 'Bearer secret',
    });
    expect(server.requests[0]?.headers).not.toHaveProperty('x-two');
    expect(server.requests[1]?.headers).toMatchObject({ 'x-two': '2', authorization: 'Basic abc' });
  });

  it('say nothing of an API key that is not there', async () => {
    const server = await startScriptedServer(document);
    await new Scrollback({ baseUrl: server.url }).sessions.get('chat');
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('carry ifMatch', async () => {
    const server = await startScriptedServer(added);
    await new Scrollback({ baseUrl: server.url }).messages.add('chat', hello, { ifMatch: '"a.1"' });
    expect(server.requests[0]?.headers['if-match']).toBe('"a.1"');
  });

  it('that cannot be sent are refused at once, and a secret in them is not told', async () => {
    expect(() => new Scrollback({ apiKey: 'secret\n' })).toThrow(TypeError);
    expect(() => new Scrollback({ apiKey: 'secret\n' })).not.toThrow(/secret/);
    expect(() => new Scrollback({ headers: { 'a b': 'c' } })).toThrow(TypeError);
    await expect(new Scrollback().sessions.get('chat', { headers: { a: '€' } })).rejects.toThrow(TypeError);
  });
});
