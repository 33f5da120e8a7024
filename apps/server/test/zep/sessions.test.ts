import { describe, expect, it } from 'vitest';
import { contents, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

describeZepOnEachStore('2.2 sessions', (zep) => {
  describe('2.2 POST /sessions', () => {
    it('2.2 POST › a new id is 201 with the session, other fields are ignored', async () => {
      const session_id = newId();
      const rest = { uuid: newId(), id: 999, created_at: '2020-01-01T00:00:00Z', updated_at: 'x', deleted_at: 5 };
      const answer = await zep.post('/sessions', { session_id, metadata: { a: 1 }, ...rest });
      expect(answer.status).toBe(201);
      expect(answer.json).toMatchObject({ session_id, metadata: { a: 1 }, user_id: null, deleted_at: null });
      expect([answer.json.id, answer.json.uuid, answer.json.created_at]).not.toEqual([999, rest.uuid, rest.created_at]);
      expect((await zep.get(`/sessions/${session_id}`)).text).toBe(answer.text);
    });

    it('2.2 POST › an existing id is 400, the row untouched', async () => {
      const session_id = await zep.createSession({ metadata: { a: 1 } });
      const before = (await zep.get(`/sessions/${session_id}`)).text;
      expectError(await zep.post('/sessions', { session_id, metadata: { b: 1 } }), 400);
      expect((await zep.get(`/sessions/${session_id}`)).text).toBe(before);
    });

    it('2.2 POST › a soft-deleted id is 400 and not undeleted', async () => {
      const session_id = await zep.createSession();
      expectOk(await zep.delete(`/sessions/${session_id}/memory`));
      expectError(await zep.post('/sessions', { session_id }), 400);
      expect((await zep.get(`/sessions/${session_id}`)).status).toBe(404);
    });

    it('2.2 POST › after a purge it is 201 with a new uuid and id', async () => {
      const session_id = await zep.createSession({ metadata: { a: 1 } });
      const old = (await zep.get(`/sessions/${session_id}`)).json;
      await zep.delete(`/sessions/${session_id}/memory`);
      await zep.purge();
      const answer = await zep.post('/sessions', { session_id });
      expect([answer.status, answer.json.metadata]).toEqual([201, null]);
      expect(answer.json.uuid).not.toBe(old.uuid);
      expect(answer.json.id).toBeGreaterThan(old.id);
    });

    it.each([{ user_id: null }, {}])('2.2 POST › %j is no user', async (body) => {
      expect((await zep.post('/sessions', { session_id: newId(), ...body })).json.user_id).toBeNull();
    });

    it.each(['nobody', ''])('2.2 POST › the user_id "%s" is 400', async (user_id) => {
      expectError(await zep.post('/sessions', { session_id: newId(), user_id }), 400);
    });

    it('2.2 POST › a known user_id is kept for ever', async () => {
      const [user_id, other] = [await zep.createUser(), await zep.createUser()];
      const id = await zep.createSession({ user_id });
      expect((await zep.patch(`/sessions/${id}`, { user_id: other })).json.user_id).toBe(user_id);
      expect((await zep.patch(`/sessions/${id}`, { user_id: null })).json.user_id).toBe(user_id);
      expect((await zep.get(`/user/${other}/sessions`)).json).toEqual([]);
    });

    it.each([
      [{}, null],
      [{ metadata: null }, null],
      [{ metadata: {} }, {}],
      [{ metadata: { system: { a: 1 } } }, { system: { a: 1 } }],
    ])('2.2 POST › %j stores the metadata %j', async (body, metadata) => {
      const answer = await zep.post('/sessions', { session_id: newId(), ...body });
      expect(answer.json.metadata).toEqual(metadata);
    });
  });

  it('2.2 GET › 404 when unknown or soft-deleted', async () => {
    expectError(await zep.get(`/sessions/${newId()}`), 404, 'not found');
    const id = await zep.createSession();
    expect((await zep.get(`/sessions/${id}`)).status).toBe(200);
    await zep.delete(`/sessions/${id}/memory`);
    expectError(await zep.get(`/sessions/${id}`), 404, 'not found');
  });

  describe('2.2 PATCH /sessions/{id}', () => {
    const rows = [
      { body: '{}', live: { a: 1 }, fromNull: null },
      { body: 'null', live: { a: 1 }, fromNull: null },
      { body: '{"metadata":null}', live: { a: 1 }, fromNull: null },
      { body: '{"metadata":{}}', live: { a: 1 }, fromNull: null },
      { body: '{"metadata":{"b":2}}', live: { a: 1, b: 2 }, fromNull: { b: 2 } },
      { body: '{"metadata":{"system":{"x":1}}}', live: { a: 1 }, fromNull: null },
    ];

    it.each(rows)('2.2 PATCH › $body on a live session', async ({ body, live }) => {
      const id = await zep.createSession({ metadata: { a: 1 } });
      await zep.addMessages(id, 'kept');
      const before = (await zep.get(`/sessions/${id}`)).json;
      await new Promise((resolve) => setTimeout(resolve, 5));
      const answer = await zep.patch(`/sessions/${id}`, body);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.json).toEqual({ ...before, metadata: live, updated_at: expect.any(String) });
      expect(Date.parse(answer.json.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
      expect((await zep.get(`/sessions/${id}`)).text).toBe(answer.text);
      expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['kept']);
    });

    it.each(rows)('2.2 PATCH › $body undeletes a soft-deleted session', async ({ body, live }) => {
      const id = await zep.createSession({ metadata: { a: 1 } });
      await zep.addMessages(id, 'gone');
      const before = (await zep.get(`/sessions/${id}`)).json;
      await zep.delete(`/sessions/${id}/memory`);
      const answer = await zep.patch(`/sessions/${id}`, body);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.json).toEqual({ ...before, metadata: live, updated_at: expect.any(String) });
      expect((await zep.get(`/sessions/${id}`)).text).toBe(answer.text);
      expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual([]);
    });

    it.each(rows)('2.2 PATCH › $body on metadata null', async ({ body, fromNull }) => {
      const id = await zep.createSession();
      expect((await zep.patch(`/sessions/${id}`, body)).json.metadata).toEqual(fromNull);
      await zep.delete(`/sessions/${id}/memory`);
      expect((await zep.patch(`/sessions/${id}`, body)).json.metadata).toEqual(fromNull);
    });

    it.each(rows)('2.2 PATCH › $body on an unknown id is 404 and creates nothing', async ({ body }) => {
      const id = newId();
      expectError(await zep.patch(`/sessions/${id}`, body), 404, 'not found');
      expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
    });

    it('2.2 PATCH › the path wins over session_id; user_id is not looked at', async () => {
      const [id, other] = [await zep.createSession(), await zep.createSession()];
      const answer = await zep.patch(`/sessions/${id}`, { session_id: other, user_id: 5, metadata: { a: 1 } });
      expect([answer.status, answer.json.session_id, answer.json.user_id]).toEqual([200, id, null]);
      expect((await zep.get(`/sessions/${other}`)).json.metadata).toBeNull();
      expectError(await zep.patch(`/sessions/${id}`, { session_id: 5 }), 400);
    });

    it('10.2 PATCH › what GET answered can be sent back as it is', async () => {
      const user_id = await zep.createUser();
      const id = await zep.createSession({ user_id, metadata: { a: 1 } });
      const before = (await zep.get(`/sessions/${id}`)).json;
      const answer = await zep.patch(`/sessions/${id}`, before);
      expect([answer.status, answer.json]).toEqual([200, { ...before, updated_at: expect.any(String) }]);
    });
  });
});

describeZepOnEachStore('2.2 GET /sessions', (zep) => {
  it('2.2 list › limit and cursor, each line of the table', async () => {
    const made: { id: number }[] = [];
    for (let number = 0; number < 5; number += 1)
      made.push((await zep.get(`/sessions/${await zep.createSession({ metadata: { number } })}`)).json);
    const at = (index: number) => made[index]?.id;
    const list = async (query: string) => (await zep.get(`/sessions?${query}`)).json;
    for (const query of ['', 'limit=', 'limit=0', 'limit=-1', 'cursor=', 'cursor=0', 'cursor=-5', 'limit=100&cursor='])
      expect(await list(query), query).toEqual(made);
    expect(await list('limit=2')).toEqual(made.slice(0, 2));
    expect(await list(`limit=2&cursor=${at(1)}`)).toEqual(made.slice(2, 4));
    expect(await list(`cursor=${at(2)}`)).toEqual(made.slice(3));
    expect(await list(`limit=-1&cursor=${at(2)}`)).toEqual(made.slice(3));
    expect(await list(`cursor=${at(4)}`)).toEqual([]);
    expect(await list('cursor=1000000')).toEqual([]);
    expectError(await zep.get('/sessions?limit=x'), 400);
    expectError(await zep.get('/sessions?cursor=x'), 400);
    await zep.delete(`/sessions/${(made[2] as unknown as { session_id: string }).session_id}/memory`);
    expect(await list('')).toEqual(made.filter((_, index) => index !== 2));
    expect(await list(`limit=2&cursor=${at(1)}`)).toEqual(made.slice(3));
  });
});
