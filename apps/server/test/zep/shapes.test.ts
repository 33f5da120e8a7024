import { expect, it } from 'vitest';
import { describeZep, expectOk, newId } from './zep.js';

const keys = (value: object) => Object.keys(value).sort();
const sessionKeys = ['created_at', 'deleted_at', 'id', 'metadata', 'session_id', 'updated_at', 'user_id', 'uuid'];
const userKeys = ['created_at', 'deleted_at', 'id', 'updated_at', 'user_id', 'uuid'];
const nil = '00000000-0000-0000-0000-000000000000';

describeZep('2.0 shapes', (zep) => {
  it('2.0 session › has all eight fields, deleted_at null, in each answer that shows one', async () => {
    const user_id = await zep.createUser();
    const id = await zep.createSession({ user_id });
    const shown = [
      (await zep.get(`/sessions/${id}`)).json,
      (await zep.patch(`/sessions/${id}`, {})).json,
      (await zep.get('/sessions')).json.at(-1),
      ...(await zep.get(`/user/${user_id}/sessions`)).json,
    ];
    for (const session of shown) {
      expect(keys(session)).toEqual(sessionKeys);
      expect(session).toMatchObject({ deleted_at: null, session_id: id, user_id, metadata: null });
      expect([session.id, session.uuid]).toEqual([shown[0].id, shown[0].uuid]);
    }
    expect(Number.isInteger(shown[0].id)).toBe(true);
    expect(shown[0].uuid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('2.0 session › updated_at moves on PATCH and on every POST memory, created_at stays', async () => {
    const id = newId();
    expectOk(await zep.post(`/sessions/${id}/memory`, {}));
    const first = (await zep.get(`/sessions/${id}`)).json;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const patched = (await zep.patch(`/sessions/${id}`, { metadata: { a: 1 } })).json;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await zep.addMessages(id, 'one');
    const written = (await zep.get(`/sessions/${id}`)).json;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [] }));
    const touched = (await zep.get(`/sessions/${id}`)).json;
    const times = [first, patched, written, touched].map(({ updated_at }) => Date.parse(updated_at));
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    for (const { created_at } of [patched, written, touched]) expect(created_at).toBe(first.created_at);
  });

  it('2.0 session › metadata null when created without, {} kept as {}', async () => {
    expect((await zep.post('/sessions', { session_id: newId() })).json.metadata).toBeNull();
    const id = await zep.createSession({ metadata: {} });
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual({});
  });

  it('2.0 user › leaves out email, names and metadata when they are empty', async () => {
    for (const empty of [
      {},
      { email: '', first_name: '', last_name: '', metadata: {} },
      { email: null, metadata: null },
    ]) {
      const created = (await zep.post('/user', { user_id: newId(), ...empty })).json;
      expect(keys(created)).toEqual(userKeys);
      expect(created.deleted_at).toBeNull();
      expect((await zep.get(`/user/${created.user_id}`)).json).toEqual(created);
      expect((await zep.get('/user')).json.at(-1)).toEqual(created);
    }
  });

  it('2.0 user › shows them when they are there', async () => {
    const fields = { email: 'a@b', first_name: 'A', last_name: 'B', metadata: { a: 1 } };
    const created = (await zep.post('/user', { user_id: newId(), ...fields })).json;
    expect(keys(created)).toEqual([...userKeys, ...Object.keys(fields)].sort());
    expect(created).toMatchObject(fields);
  });

  it('2.0 message › uuid, times, role, content, token_count; metadata only when there is some; no id, session_id, role_type', async () => {
    const id = newId();
    const base = { role: 'user', content: 'one' };
    const messages = [
      base,
      { ...base, metadata: {} },
      { ...base, metadata: null },
      { ...base, metadata: { a: 1 }, role_type: 'user' },
    ];
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages }));
    const shown = (await zep.get(`/sessions/${id}/memory`)).json.messages;
    const always = ['content', 'created_at', 'role', 'seq', 'token_count', 'updated_at', 'uuid'];
    for (const message of shown.slice(0, 3)) expect(keys(message)).toEqual(always);
    expect(keys(shown[3])).toEqual([...always, 'metadata'].sort());
    for (const message of shown) {
      expect(message).toMatchObject({ ...base, token_count: 0 });
      expect((await zep.get(`/sessions/${id}/messages/${message.uuid}`)).json).toEqual(message);
    }
    expect((await zep.get(`/sessions/${id}/messages`)).json.messages).toEqual(shown);
  });

  it('2.0 message › a single one carries an emptied metadata as little as a list does', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'one');
    expect(keys((await zep.patch(`/sessions/${id}/messages/${uuid}`, { metadata: {} })).json)).not.toContain(
      'metadata',
    );
  });

  it('2.0 summary, memory › messages and a zero-valued summary, no metadata', async () => {
    const id = newId();
    await zep.addMessages(id, 'one');
    for (const path of [`/sessions/${id}/memory`, `/sessions/${id}/memory?lastn=1`, '/sessions/unknown/memory']) {
      const memory = (await zep.get(path)).json;
      expect(keys(memory)).toEqual(['messages', 'summary']);
      expect(memory.summary).toEqual({
        uuid: nil,
        created_at: '0001-01-01T00:00:00Z',
        content: '',
        recent_message_uuid: nil,
        token_count: 0,
      });
    }
  });

  it('2.0 search result › message, summary null, dist, embedding null; no metadata', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'elephant');
    const [result] = (await zep.post(`/sessions/${id}/search`, { text: 'elephant' })).json;
    expect(keys(result)).toEqual(['dist', 'embedding', 'message', 'summary']);
    expect(result).toMatchObject({ message: { uuid, content: 'elephant' }, summary: null, embedding: null });
    expect(result.dist).toBeGreaterThan(0);
    expect(result.dist).toBeLessThanOrEqual(1);
  });
});

describeZep('2.1 endpoint index', (zep) => {
  it.each([
    ['GET', '/sessions', 200],
    ['POST', '/sessions', 201],
    ['GET', '/sessions/ID', 200],
    ['PATCH', '/sessions/ID', 200],
    ['GET', '/sessions/ID/memory', 200],
    ['POST', '/sessions/ID/memory', 200],
    ['DELETE', '/sessions/ID/memory', 200],
    ['GET', '/sessions/ID/messages', 200],
    ['GET', '/sessions/ID/messages/UUID', 200],
    ['PATCH', '/sessions/ID/messages/UUID', 200],
    ['POST', '/sessions/ID/search', 200],
    ['POST', '/user', 201],
    ['GET', '/user', 200],
    ['GET', '/user/USER', 200],
    ['PATCH', '/user/USER', 200],
    ['DELETE', '/user/USER', 200],
    ['GET', '/user/USER/sessions', 200],
    ['GET', '/collection', 200],
    // No endpoint exists for these.
    ['DELETE', '/sessions/ID/messages/UUID', 405],
    ['DELETE', '/sessions/ID', 405],
    ['GET', '/sessions/ID/summary', 404],
    ['GET', '/sessions/count', 404],
    ['GET', '/sessions-ordered', 404],
    ['POST', '/sessions/ID/restore', 404],
    ['POST', '/purge', 404],
    ['POST', '/token', 404],
    ['GET', '/sessions/ID/export', 404],
  ])('2.1 › %s %s is %i', async (method, path, status) => {
    const user = await zep.createUser();
    const id = await zep.createSession();
    const [uuid] = (await zep.addMessages(id, 'one')) as [string];
    const filled = path.replace('UUID', uuid).replace('ID', id).replace('USER', user);
    const body = method === 'POST' ? { session_id: newId(), user_id: null, text: 'one' } : {};
    const call = { method, path: `/api/v1${filled}`, body: path === '/user' ? { user_id: newId() } : body };
    const answer = await zep.send(method === 'GET' ? { method, path: call.path } : call);
    expect(answer.status, answer.text).toBe(status);
  });
});
