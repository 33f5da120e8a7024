import { describe, expect, it } from 'vitest';
import { contents, describeZep, expectError, expectOk, newId } from './zep.js';

describeZep('1.2 content types and bodies', (zep) => {
  it('1.2 JSON responses › are application/json', async () => {
    const id = await zep.createSession();
    const user = await zep.createUser();
    for (const path of ['/sessions', `/sessions/${id}`, `/sessions/${id}/memory`, `/user/${user}`, '/collection'])
      expect((await zep.get(path)).headers['content-type'], path).toBe('application/json');
  });

  it('1.2 plain success › POST memory, DELETE memory and DELETE user answer exactly `OK`', async () => {
    const user_id = await zep.createUser();
    const id = await zep.createSession({ user_id });
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [{ role: 'user', content: 'one' }] }));
    expectOk(await zep.delete(`/sessions/${id}/memory`));
    expectOk(await zep.delete(`/user/${user_id}`));
  });

  describe('1.2 request type', () => {
    it.each([
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'x',
      'application/json; charset=utf-8',
      '',
    ])('1.2 request type › "%s" is ignored', async (type) => {
      const headers = { 'content-type': type };
      const session_id = newId();
      const send = (method: string, path: string, body: unknown) =>
        zep.send({ method, path: `/api/v1${path}`, headers, body });
      expect((await send('POST', '/sessions', { session_id })).status).toBe(201);
      expectOk(await send('POST', `/sessions/${session_id}/memory`, { messages: [{ role: 'a', content: 'b' }] }));
      const [{ uuid }] = (await zep.get(`/sessions/${session_id}/memory`)).json.messages;
      const patched = await send('PATCH', `/sessions/${session_id}/messages/${uuid}`, { metadata: { a: 1 } });
      expect([patched.status, patched.json.metadata]).toEqual([200, { a: 1 }]);
      expect((await send('POST', '/user', { user_id: newId() })).status).toBe(201);
    });

    it('1.2 request type › none at all is fine', async () => {
      const session_id = newId();
      const body = Buffer.from(JSON.stringify({ session_id }));
      const answer = await fetch(`${zep.url()}/api/v1/sessions`, { method: 'POST', body });
      expect([answer.status, await answer.json()]).toMatchObject([201, { session_id }]);
    });
  });

  describe('1.2 parser', () => {
    it.each([
      ['trailing bytes are ignored', '{"session_id":"THE-ID"} {"session_id":"x"} rubbish'],
      ['trailing brackets are ignored', '{"session_id":"THE-ID"}]}'],
      ['white space around is fine', ' \n\t{ "session_id" : "THE-ID" }\n'],
      [
        'unknown fields are ignored',
        '{"session_id":"THE-ID","unknown":[1,{"a":null}],"uuid":"x","created_at":"x","id":"x"}',
      ],
      ['field names match in any letter case', '{"SESSION_ID":"THE-ID","uSer_Id":null}'],
      ['the last duplicate key wins', '{"session_id":"x","session_id":"THE-ID"}'],
      ['the last duplicate key wins in any letter case', '{"session_id":"x","Session_ID":"THE-ID"}'],
      ['null means absent', '{"session_id":"THE-ID","user_id":null,"metadata":null}'],
      ['braces and quotes inside strings do not end it', '{"session_id":"THE-ID","metadata":{"a":"}\\\\\\"{["}} x'],
    ])('1.2 parser › %s', async (_, text) => {
      const id = newId();
      const answer = await zep.post('/sessions', text.replace('THE-ID', id));
      expect(answer.status, answer.text).toBe(201);
      expect(answer.json).toMatchObject({ session_id: id, user_id: null });
    });

    it('1.2 parser › letter case of metadata keys is kept, of message fields ignored', async () => {
      const id = await zep.createSession({ metadata: { Key: 1, key: 2 } });
      expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual({ Key: 1, key: 2 });
      expectOk(
        await zep.post(`/sessions/${id}/memory`, { Messages: [{ ROLE: 'user', Content: 'one', MetaData: { A: 1 } }] }),
      );
      expect((await zep.get(`/sessions/${id}/memory`)).json.messages).toMatchObject([
        { role: 'user', content: 'one', metadata: { A: 1 } },
      ]);
    });

    it('1.2 parser › of two metadata objects in one body the last wins, unlike in Zep', async () => {
      const id = newId();
      const answer = await zep.post(
        '/sessions',
        `{"session_id":"${id}","metadata":{"a":1,"b":1},"metadata":{"b":2,"c":2}}`,
      );
      expect([answer.status, answer.json.metadata]).toEqual([201, { b: 2, c: 2 }]);
    });

    it.each([
      '',
      ' ',
      '{',
      '{"session_id":"x"',
      '{"session_id":}',
      "{'session_id':'x'}",
      '[]',
      '"x"',
      '5',
      'true',
      'nul',
    ])('1.2 empty or malformed body › %s is 400', async (text) => {
      const id = await zep.createSession();
      const [uuid] = await zep.addMessages(id, 'one');
      const before = (await zep.get(`/sessions/${id}`)).text;
      expectError(await zep.post('/sessions', text), 400);
      expectError(await zep.patch(`/sessions/${id}`, text), 400);
      expectError(await zep.post(`/sessions/${id}/memory`, text), 400);
      expectError(await zep.patch(`/sessions/${id}/messages/${uuid}`, text), 400);
      expectError(await zep.post(`/sessions/${id}/search`, text), 400);
      expectError(await zep.post('/user', text), 400);
      expect((await zep.get(`/sessions/${id}`)).text).toBe(before);
    });

    it('1.2 body null › is treated as {}', async () => {
      const id = await zep.createSession({ metadata: { a: 1 } });
      expect((await zep.patch(`/sessions/${id}`, 'null')).json.metadata).toEqual({ a: 1 });
      const created = newId();
      expectOk(await zep.post(`/sessions/${created}/memory`, 'null'));
      expect((await zep.get(`/sessions/${created}`)).status).toBe(200);
      expectError(await zep.post('/sessions', 'null'), 400);
      expectError(await zep.post('/user', 'null'), 400);
    });
  });

  describe('1.2 wrong types', () => {
    it.each([
      ['POST', '/sessions', '{"session_id":5}'],
      ['POST', '/sessions', '{"session_id":"SPARE","user_id":5}'],
      ['POST', '/sessions', '{"session_id":"SPARE","metadata":[]}'],
      ['POST', '/sessions', '{"session_id":"SPARE","metadata":"x"}'],
      ['PATCH', '/sessions/ID', '{"metadata":5}'],
      ['PATCH', '/sessions/ID', '{"session_id":5,"metadata":{"a":2}}'],
      ['POST', '/sessions/ID/memory', '{"messages":{}}'],
      ['POST', '/sessions/ID/memory', '{"messages":["x"]}'],
      ['POST', '/sessions/ID/memory', '{"messages":[{"role":5,"content":"x"}]}'],
      ['POST', '/sessions/ID/memory', '{"messages":[{"role":"x","content":{}}]}'],
      ['POST', '/sessions/ID/memory', '{"messages":[{"role":"x","content":"x","metadata":[]}]}'],
      ['POST', '/sessions/ID/memory', '{"messages":[{"role":"x","content":"x","token_count":"5"}]}'],
      ['POST', '/sessions/ID/memory', '{"messages":[{"role":"x","content":"x","token_count":1.5}]}'],
      ['POST', '/user', '{"user_id":5}'],
      ['POST', '/user', '{"user_id":"SPARE","email":5}'],
      ['POST', '/user', '{"user_id":"SPARE","metadata":[]}'],
      ['POST', '/sessions/ID/search', '{"text":5}'],
      ['POST', '/sessions/ID/search', '{"text":"x","metadata":[]}'],
    ])('1.2 wrongly typed › %s %s %s is 400 and changes nothing', async (method, path, body) => {
      const id = await zep.createSession({ metadata: { a: 1 } });
      const spare = newId();
      const before = (await zep.get(`/sessions/${id}`)).text;
      const call = { method, path: `/api/v1${path.replace('ID', id)}`, body: body.replace('SPARE', spare) };
      expectError(await zep.send(call), 400);
      expect((await zep.get(`/sessions/${id}`)).text).toBe(before);
      expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual([]);
      expect((await zep.get(`/sessions/${spare}`)).status).toBe(404);
      expect((await zep.get(`/user/${spare}`)).status).toBe(404);
    });
  });
});
