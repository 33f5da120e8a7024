import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

describeZepOnEachStore('2.8 users', (zep) => {
  it('2.8 POST › 201 with the user; a malformed uuid in the body is ignored', async () => {
    const body = { user_id: newId(), email: 'a@b', first_name: 'A', last_name: 'B', metadata: { a: 1 } };
    const answer = await zep.post('/user', { ...body, uuid: 'x', id: 99, created_at: 'x' });
    expect([answer.status, answer.json]).toMatchObject([201, body]);
    expect((await zep.get(`/user/${body.user_id}`)).json).toEqual(answer.json);
  });

  it('2.8 POST › duplicate 400 and the user unchanged; empty id 400', async () => {
    const user_id = await zep.createUser({ email: 'a@b' });
    const before = (await zep.get(`/user/${user_id}`)).text;
    expectError(await zep.post('/user', { user_id, email: 'c@d' }), 400);
    expect((await zep.get(`/user/${user_id}`)).text).toBe(before);
    expectError(await zep.post('/user', { user_id: '' }), 400);
  });

  it('2.8 GET › 200, or 404', async () => {
    expect((await zep.get(`/user/${await zep.createUser()}`)).status).toBe(200);
    expectError(await zep.get(`/user/${newId()}`), 404, 'not found');
  });

  it('2.8 GET /user › pages by id like sessions', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 3; number += 1) ids.push(await zep.createUser());
    const { id } = (await zep.get(`/user/${ids[0]}`)).json;
    const list = async (query: string) =>
      (await zep.get(`/user?${query}`)).json.map(({ user_id }: { user_id: string }) => user_id);
    expect(await list(`cursor=${id - 1}`)).toEqual(ids);
    expect(await list(`limit=1&cursor=${id}`)).toEqual([ids[1]]);
    expect(await list(`limit=5&cursor=${id + 2}`)).toEqual([]);
    const all = await list('');
    expect(all.slice(-3)).toEqual(ids);
    for (const query of ['limit=0', 'limit=-1', 'limit=&cursor=', 'limit=1000']) expect(await list(query)).toEqual(all);
    expect(await list('limit=2&cursor=')).toEqual(all.slice(0, 2));
  });

  it('2.8 PATCH › fields are set, metadata is merged, system allowed', async () => {
    const user_id = await zep.createUser({ email: 'a@b', metadata: { a: { x: 1 } } });
    const body = { first_name: 'A', metadata: { a: { y: 2 }, system: { s: 1 } } };
    const answer = await zep.patch(`/user/${user_id}`, body);
    const expected = { user_id, email: 'a@b', first_name: 'A', metadata: { a: { x: 1, y: 2 }, system: { s: 1 } } };
    expect([answer.status, answer.json]).toMatchObject([200, expected]);
    expect((await zep.get(`/user/${user_id}`)).json).toEqual(answer.json);
  });

  it('2.8 PATCH › empty strings and nulls are ignored: no field can be cleared', async () => {
    const fields = { email: 'a@b', first_name: 'A', last_name: 'B', metadata: { a: 1 } };
    const user_id = await zep.createUser(fields);
    for (const body of [
      { email: '', first_name: '', last_name: '' },
      { email: null, first_name: null, last_name: null, metadata: null },
      { metadata: {} },
      {},
    ]) {
      const answer = await zep.patch(`/user/${user_id}`, body);
      expect([answer.status, answer.json]).toMatchObject([200, { user_id, ...fields }]);
    }
  });

  it('2.8 PATCH › body user_id is ignored; uuid must parse and is unused', async () => {
    const [user_id, other] = [await zep.createUser(), await zep.createUser()];
    const { uuid } = (await zep.get(`/user/${user_id}`)).json;
    const answer = await zep.patch(`/user/${user_id}`, { user_id: other, uuid: randomUUID(), email: 'a@b' });
    expect([answer.status, answer.json]).toMatchObject([200, { user_id, uuid, email: 'a@b' }]);
    expect((await zep.get(`/user/${other}`)).json).not.toHaveProperty('email');
    expectError(await zep.patch(`/user/${user_id}`, { uuid: 'x', email: 'c@d' }), 400);
    expect((await zep.get(`/user/${user_id}`)).json.email).toBe('a@b');
  });

  it('2.8 PATCH › unknown is 404', async () => {
    expectError(await zep.patch(`/user/${newId()}`, { email: 'a@b' }), 404, 'not found');
  });

  it('2.8 DELETE › erases user, live and soft-deleted sessions and messages; ids are free at once; 404 afterwards', async () => {
    const user_id = await zep.createUser({ metadata: { a: 1 } });
    const [live, deleted] = [await zep.createSession({ user_id }), await zep.createSession({ user_id })];
    const other = await zep.createSession();
    await zep.addMessages(live, 'one');
    await zep.addMessages(deleted, 'two');
    await zep.delete(`/sessions/${deleted}/memory`);
    expectOk(await zep.delete(`/user/${user_id}`));
    expectError(await zep.delete(`/user/${user_id}`), 404, 'not found');
    expect((await zep.get(`/sessions/${live}/memory`)).json.messages).toEqual([]);
    for (const session_id of [live, deleted]) expect((await zep.post('/sessions', { session_id })).status).toBe(201);
    const again = await zep.post('/user', { user_id });
    expect([again.status, Object.keys(again.json)]).toEqual([201, expect.not.arrayContaining(['metadata'])]);
    expect((await zep.get(`/user/${user_id}/sessions`)).json).toEqual([]);
    expect((await zep.get(`/sessions/${other}`)).status).toBe(200);
    expectError(await zep.delete(`/user/${newId()}`), 404, 'not found');
  });

  it('2.8 sessions of a user › live ones by id, with their id; limit and cursor when sent; unknown user empty', async () => {
    const user_id = await zep.createUser();
    const ids: string[] = [];
    for (let number = 0; number < 4; number += 1) ids.push(await zep.createSession({ user_id }));
    await zep.createSession();
    await zep.delete(`/sessions/${ids[1]}/memory`);
    await zep.patch(`/sessions/${ids[0]}`, { metadata: { touched: true } });
    const live = [ids[0], ids[2], ids[3]];
    const sessions = (await zep.get(`/user/${user_id}/sessions`)).json as { id: number; session_id: string }[];
    expect(sessions.map(({ session_id }) => session_id)).toEqual(live);
    for (const session of sessions) expect((await zep.get(`/sessions/${session.session_id}`)).json).toEqual(session);
    const page = async (query: string) => (await zep.get(`/user/${user_id}/sessions?${query}`)).json;
    expect(await page('limit=1')).toEqual(sessions.slice(0, 1));
    expect(await page(`limit=1&cursor=${sessions[0]?.id}`)).toEqual(sessions.slice(1, 2));
    expect(await page(`cursor=${sessions[2]?.id}`)).toEqual([]);
    for (const query of ['limit=0', 'limit=-1', 'limit=&cursor=']) expect(await page(query)).toEqual(sessions);
    expect((await zep.get(`/user/${newId()}/sessions`)).json).toEqual([]);
  });

  it('2.8 › an auto-created session belongs to nobody, and PATCH does not change that', async () => {
    const user_id = await zep.createUser();
    const id = newId();
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [], user_id }));
    await zep.patch(`/sessions/${id}`, { user_id });
    expect((await zep.get(`/sessions/${id}`)).json.user_id).toBeNull();
    expect((await zep.get(`/user/${user_id}/sessions`)).json).toEqual([]);
  });
});
