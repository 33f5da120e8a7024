import { randomUUID } from 'node:crypto';
import { StoreFullError, StoreUnavailableError } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { expect, it } from 'vitest';
import { startTestServer } from '../harness/test-server.js';
import { describeZep, expectError, expectOk, newId } from './zep.js';

const nil = '00000000-0000-0000-0000-000000000000';

describeZep('1.5 errors', (zep) => {
  it.each(['limit', 'cursor'])('1.5 non-integer %s › 400 for lists of sessions and users', async (name) => {
    const text = 'strconv.ParseInt: parsing "abc": invalid syntax';
    for (const path of ['/sessions', '/user']) expectError(await zep.get(`${path}?${name}=abc`), 400, text);
  });

  it('1.5 non-integer lastn › 400, also for an unknown session', async () => {
    const text = 'strconv.ParseInt: parsing "abc": invalid syntax';
    expectError(await zep.get('/sessions/unknown/memory?lastn=abc'), 400, text);
  });

  it.each([
    ['malformed JSON', '{"messages":'],
    ['a wrong type', '{"messages":5}'],
    ['a bad UUID', '{"messages":[{"uuid":"x","role":"a","content":"b"}]}'],
    ['an empty UUID', '{"messages":[{"uuid":"","role":"a","content":"b"}]}'],
    ['a bad created_at', '{"messages":[{"created_at":"yesterday","role":"a","content":"b"}]}'],
    ['a bad updated_at', '{"messages":[{"updated_at":"2026-11-20 21:19:58","role":"a","content":"b"}]}'],
  ])('1.5 decoder › %s in the body is 400 and nothing happens', async (_, body) => {
    const id = newId();
    expectError(await zep.post(`/sessions/${id}/memory`, body), 400);
    expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
  });

  it('1.5 session already exists › 400 with its id, live or soft-deleted', async () => {
    const id = await zep.createSession();
    const text = `bad request: session already exists with session_id: ${id}`;
    expectError(await zep.post('/sessions', { session_id: id }), 400, text);
    await zep.delete(`/sessions/${id}/memory`);
    expectError(await zep.post('/sessions', { session_id: id }), 400, text);
  });

  it.each(['nobody', ''])('1.5 unknown user on session create › "%s" is 400 with its id', async (user_id) => {
    const text = `bad request: user does not exist with user_id: ${user_id}`;
    expectError(await zep.post('/sessions', { session_id: newId(), user_id }), 400, text);
  });

  it('1.5 user already exists › 400 with its id', async () => {
    const user_id = await zep.createUser();
    expectError(await zep.post('/user', { user_id }), 400, `bad request: user already exists with user_id: ${user_id}`);
  });

  it('1.5 texts › an id with a line break or a tag stays one line of plain text', async () => {
    const session_id = `${newId()}\r\nSet-Cookie: <script>`;
    await zep.createSession({ session_id });
    const answer = await zep.post('/sessions', { session_id });
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it.each([{}, { user_id: '' }, { user_id: null }])('1.5 empty or missing user_id › %j is 400', async (body) => {
    expectError(await zep.post('/user', body), 400, 'bad request: UserID cannot be empty');
  });

  it.each([{}, { session_id: '' }, { session_id: null }])(
    '1.5 empty or missing session_id › %j is 400, not 500',
    async (body) => {
      expectError(await zep.post('/sessions', body), 400, /cannot be empty\n$/);
    },
  );

  it('1.5 session or user not found › 404 `not found` for GET, PATCH and DELETE', async () => {
    const text = 'not found';
    expectError(await zep.get('/sessions/unknown'), 404, text);
    expectError(await zep.patch('/sessions/unknown', { metadata: { a: 1 } }), 404, text);
    expectError(await zep.delete('/sessions/unknown/memory'), 404, text);
    expectError(await zep.get('/user/unknown'), 404, text);
    expectError(await zep.patch('/user/unknown', { metadata: { a: 1 } }), 404, text);
    expectError(await zep.delete('/user/unknown'), 404, text);
  });

  it('1.5 metadata {} on PATCH of an unknown id › 404, not 500', async () => {
    expectError(await zep.patch('/sessions/unknown', { metadata: {} }), 404, 'not found');
    expectError(await zep.patch('/user/unknown', { metadata: {} }), 404, 'not found');
    const id = await zep.createSession();
    expectError(await zep.patch(`/sessions/${id}/messages/${randomUUID()}`, { metadata: {} }), 404, 'not found');
  });

  it('1.5 negative lastn › 400, not 500', async () => {
    expectError(await zep.get('/sessions/unknown/memory?lastn=-1'), 400, /negative/);
  });

  it('1.5 duplicate message uuid › 400 without a word of the database, not 500', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'one');
    expectError(await zep.post(`/sessions/${id}/memory`, { messages: [{ uuid, role: 'user', content: 'two' }] }), 400);
  });

  it('1.5 GET message › 404 when it is unknown, of another session or deleted', async () => {
    const [id, other] = [await zep.createSession(), await zep.createSession()];
    const [uuid] = await zep.addMessages(other, 'one');
    expectError(await zep.get(`/sessions/${id}/messages/${uuid}`), 404, 'not found');
    expectError(await zep.get(`/sessions/${id}/messages/${randomUUID()}`), 404, 'not found');
    expectError(await zep.get(`/sessions/${id}/messages/${nil}`), 404, 'not found');
    await zep.delete(`/sessions/${other}/memory`);
    expectError(await zep.get(`/sessions/${other}/messages/${uuid}`), 404, 'not found');
    expectError(await zep.get(`/sessions/unknown/messages/${uuid}`), 404, 'not found');
  });

  it.each([{ metadata: { a: 1 } }, {}, { metadata: {} }, { metadata: null }])(
    '1.5 message PATCH, unknown uuid › %j is 404',
    async (body) => {
      const id = await zep.createSession();
      expectError(await zep.patch(`/sessions/${id}/messages/${randomUUID()}`, body), 404, 'not found');
    },
  );

  it.each(['x', '7b9a5c1e', `${nil}0`, '7b9a5c1e-0000-4000-8000-00000000000g', '%7B%7D'])(
    '1.5 bad message uuid in path › %s is 400',
    async (uuid) => {
      const id = await zep.createSession();
      expectError(await zep.get(`/sessions/${id}/messages/${uuid}`), 400, /^unable to parse document UUID: [^\n]+\n$/);
      expectError(await zep.patch(`/sessions/${id}/messages/${uuid}`, { metadata: { a: 1 } }), 400);
    },
  );

  it.each([
    {},
    { text: '' },
    { text: null, metadata: null },
    { text: '', metadata: {} },
    { text: 'x', search_scope: 'facts' },
    { text: 'x', metadata: { where: { jsonpath: '$[' } } },
    { metadata: { where: { and: [{ jsonpath: 5 }] } } },
    { text: 'x', metadata: { start_date: 'not a date' } },
    { text: 'x', metadata: { end_date: '2026-13-45' } },
  ])('1.5 search › %j is 400, not 500', async (body) => {
    const id = await zep.createSession();
    expectError(await zep.post(`/sessions/${id}/search`, body), 400);
  });

  it('1.5 POST memory on a database that is new, fifty at once › all are stored once', async () => {
    const server = await startTestServer();
    const ids = Array.from({ length: 50 }, () => newId());
    const body = { messages: [{ role: 'user', content: 'one' }] };
    const answers = await Promise.all(
      ids.map((id) => server.send({ method: 'POST', path: `/api/v1/sessions/${id}/memory`, body })),
    );
    for (const answer of answers) expectOk(answer);
    for (const id of ids)
      expect((await server.send({ path: `/api/v1/sessions/${id}/messages` })).json.total_count).toBe(1);
    await server.stop();
  });
});

it.each([
  ['away', 503, new StoreUnavailableError('secret', { operation: 'sessions.find' }), { 'retry-after': '1' }],
  ['full', 507, new StoreFullError('secret', { operation: 'sessions.find' }), {}],
  ['wrong', 500, new Error('secret'), {}],
])(
  '1.5 errors of the server › a store that is %s is %i, as text, without its reason',
  async (_, status, error, headers) => {
    const store = createMemoryStore();
    const find = () => Promise.reject(error);
    const server = await startTestServer({
      store: { ...store, sessions: { ...store.sessions, find } },
      logLevel: 'silent',
    });
    const answer = await server.send({ path: '/api/v1/sessions/x' });
    expectError(answer, status);
    expect(answer.text).not.toContain('secret');
    expect(answer.headers).toMatchObject(headers);
    await server.stop();
  },
);
