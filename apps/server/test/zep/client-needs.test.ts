import { describe, expect, it } from 'vitest';
import { contents, describeZep, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

/** Section 10: what the clients were seen to need. The clients themselves run in compat. */
describeZep('10.2 needs of the clients', (zep) => {
  it('10.2 › a GET with Content-Type: application/json and no body is answered', async () => {
    const id = newId();
    await zep.addMessages(id, 'one');
    const headers = { 'content-type': 'application/json' };
    for (const path of [`/sessions/${id}/messages`, `/sessions/${id}/memory`, '/sessions', '/user'])
      expect((await zep.send({ path: `/api/v1${path}`, headers })).status).toBe(200);
  });

  it('10.2 › DELETE with Content-Type: application/json and no body is answered', async () => {
    const id = await zep.createSession();
    const headers = { 'content-type': 'application/json' };
    expectOk(await zep.send({ method: 'DELETE', path: `/api/v1/sessions/${id}/memory`, headers }));
  });

  it('10.2 › a message PATCH as text/plain;charset=UTF-8 is parsed', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'one');
    const path = `/api/v1/sessions/${id}/messages/${uuid}`;
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    const answer = await zep.send({ method: 'PATCH', path, headers, body: '{"metadata":{"a":1}}' });
    expect([answer.status, answer.json.metadata]).toEqual([200, { a: 1 }]);
  });

  it.each(['Api-Key ', 'Bearer not-a-token', 'Basic eDp5', ''])(
    '10.2, 1.3 › an open server ignores Authorization: "%s"',
    async (authorization) => {
      const headers = { authorization };
      expect((await zep.send({ path: '/api/v1/collection', headers })).status).toBe(200);
      expect((await zep.send({ path: '/healthz', headers })).text).toBe('.');
    },
  );

  it('10.2 › GET memory always has an array of messages', async () => {
    const [empty, unknown] = [await zep.createSession(), newId()];
    for (const id of [empty, unknown]) expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual([]);
  });

  it('10.2 › errors of DELETE are none while the session is there: LangChain.js swallows them', async () => {
    const id = newId();
    await zep.addMessages(id, 'human', 'ai');
    expectOk(await zep.delete(`/sessions/${id}/memory`));
  });

  it('10.2 › the fields of a session that was read may be sent along with PATCH and POST', async () => {
    const read = (await zep.get(`/sessions/${await zep.createSession({ metadata: { a: 1 } })}`)).json;
    expect((await zep.patch(`/sessions/${read.session_id}`, { ...read, metadata: { b: 2 } })).json.metadata).toEqual({
      a: 1,
      b: 2,
    });
    expect((await zep.post('/sessions', { ...read, session_id: newId() })).status).toBe(201);
  });

  it('4.1 › listSessions without arguments sends a bare question mark', async () => {
    expect((await zep.get('/sessions?')).status).toBe(200);
  });

  it('4.2 › zep-python sends an empty cursor on its first page of users', async () => {
    const user_id = await zep.createUser();
    expect((await zep.get('/user?limit=100&cursor=')).json).toMatchObject([{ user_id }]);
  });

  describe('4.5 status', () => {
    it('4.5 › success is 200 or 201, missing 404, other mistakes 400: no 409, 403, 422 or 429', async () => {
      const id = newId();
      const user_id = await zep.createUser();
      const calls = [
        zep.post('/sessions', { session_id: id }),
        zep.post('/sessions', { session_id: id }),
        zep.post('/user', { user_id }),
        zep.post('/sessions', { session_id: newId(), user_id: 'nobody' }),
        zep.post(`/sessions/${id}/memory`, { messages: [{ uuid: 'x', role: 'a', content: 'b' }] }),
        zep.get('/sessions/unknown'),
      ];
      expect((await Promise.all(calls)).map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400, 404]);
    });
  });
});

describeZepOnEachStore('10.4 corrections', (zep) => {
  it('10.4 NUL › `a\\u0000b` and `ab` are one id', async () => {
    const id = newId();
    await zep.createSession({ session_id: `${id}ab` });
    expectError(await zep.post('/sessions', { session_id: `${id}a\u0000b` }), 400);
  });

  it('10.4 token_count › of a client is kept, no counter replaces it', async () => {
    const id = newId();
    await zep.post(`/sessions/${id}/memory`, { messages: [{ role: 'user', content: 'one two', token_count: 999 }] });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await zep.get(`/sessions/${id}/memory`)).json.messages[0].token_count).toBe(999);
  });

  it('10.4 message PATCH soon after the POST › is answered, ten times in a row', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = newId();
      const [uuid] = await zep.addMessages(id, 'one');
      expect((await zep.patch(`/sessions/${id}/messages/${uuid}`, { metadata: { a: 1 } })).status).toBe(200);
    }
  });

  it('10.4 POST search with text › needs no embedding service, an unknown session is empty', async () => {
    expect((await zep.post(`/sessions/${newId()}/search`, { text: 'x' })).json).toEqual([]);
  });
});

/** Section 9: the statements of the page on sessions that users know. */
describeZepOnEachStore('9 the sessions page', (zep) => {
  it('9 › sessions belong to users, one user to many', async () => {
    const user_id = await zep.createUser();
    const ids = [await zep.createSession({ user_id }), await zep.createSession({ user_id })];
    expect((await zep.get(`/user/${user_id}/sessions`)).json).toMatchObject(
      ids.map((session_id) => ({ session_id, user_id })),
    );
  });

  it('9 › messages are added as memories, many per session, and need no session first', async () => {
    const id = newId();
    await zep.addMessages(id, 'one', 'two');
    await zep.addMessages(id, 'three');
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['one', 'two', 'three']);
  });

  it('9 › metadata is added, then merged, preserving what exists; get shows it', async () => {
    const id = await zep.createSession({ metadata: { foo: 'bar' } });
    await zep.patch(`/sessions/${id}`, { metadata: { bar: 'foo' } });
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual({ foo: 'bar', bar: 'foo' });
  });

  it('9 › a deleted session and its memories are in no read, list or search; a purge takes them', async () => {
    const id = newId();
    await zep.addMessages(id, 'elephant');
    expectOk(await zep.delete(`/sessions/${id}/memory`));
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual([]);
    expect((await zep.post(`/sessions/${id}/search`, { text: 'elephant' })).json).toEqual([]);
    await zep.purge();
    expect((await zep.post('/sessions', { session_id: id })).status).toBe(201);
  });

  it('9 › persisting memory to a deleted session undeletes it; deleted memories stay deleted', async () => {
    const id = newId();
    await zep.addMessages(id, 'old');
    await zep.delete(`/sessions/${id}/memory`);
    await zep.addMessages(id, 'new');
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['new']);
  });

  it('9 › the list takes limit=10, cursor=0; the generator goes in chunks of 100', async () => {
    const all = (await zep.get('/sessions')).json;
    expect((await zep.get('/sessions?limit=10&cursor=0')).json).toEqual(all.slice(0, 10));
    expect((await zep.get('/sessions?limit=100')).json).toEqual(all.slice(0, 100));
    expect((await zep.get('/sessions?limit=100&cursor=100')).json).toEqual(all.slice(100));
  });
});
