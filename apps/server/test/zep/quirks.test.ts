import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { contents, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

/** Section 6: what Scrollback does instead. Rows with a table of their own are in the files that README.md names. */
describeZepOnEachStore('6 quirks', (zep) => {
  it('Q1 › a session that was read with {} can be written back', async () => {
    const id = await zep.createSession({ metadata: {} });
    const read = (await zep.get(`/sessions/${id}`)).json;
    expect((await zep.patch(`/sessions/${id}`, read)).json.metadata).toEqual({});
  });

  it('Q5 › a missing message is 404', async () => {
    const id = await zep.createSession();
    expectError(await zep.get(`/sessions/${id}/messages/${randomUUID()}`), 404, 'not found');
  });

  it('Q6 › message PATCH leaves token_count alone', async () => {
    const id = newId();
    const uuid = randomUUID();
    await zep.post(`/sessions/${id}/memory`, { messages: [{ uuid, role: 'user', content: 'one', token_count: 9 }] });
    for (const body of [{ metadata: { a: 1 } }, {}, { token_count: 0 }, { metadata: { b: 1 }, token_count: 3 }])
      expect((await zep.patch(`/sessions/${id}/messages/${uuid}`, body)).json.token_count).toBe(9);
  });

  it('Q7 › the uuid in the path wins over the one in the body', async () => {
    const id = newId();
    const [one, two] = await zep.addMessages(id, 'one', 'two');
    const answer = await zep.patch(`/sessions/${id}/messages/${one}`, { uuid: two, metadata: { a: 1 } });
    expect(answer.json).toMatchObject({ uuid: one, metadata: { a: 1 } });
    expect((await zep.get(`/sessions/${id}/messages/${two}`)).json).not.toHaveProperty('metadata');
  });

  it('Q8 › updated_at of a message is real, and moves with PATCH', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'one');
    const { created_at, updated_at } = (await zep.get(`/sessions/${id}/messages/${uuid}`)).json;
    expect(updated_at).toBe(created_at);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const patched = (await zep.patch(`/sessions/${id}/messages/${uuid}`, { metadata: { a: 1 } })).json;
    expect(patched.created_at).toBe(created_at);
    expect(Date.parse(patched.updated_at)).toBeGreaterThan(Date.parse(updated_at));
  });

  it('Q9 › ids in paths are decoded once', async () => {
    const id = `${newId()}:7`;
    await zep.createSession({ session_id: id });
    expect((await zep.get(`/sessions/${encodeURIComponent(id)}`)).json.session_id).toBe(id);
  });

  it('Q12 › POST memory that is refused neither creates nor undeletes the session', async () => {
    const [unknown, deleted] = [newId(), newId()];
    const [uuid] = await zep.addMessages(deleted, 'one');
    await zep.delete(`/sessions/${deleted}/memory`);
    const twice = { uuid: randomUUID(), role: 'user', content: 'x' };
    expectError(await zep.post(`/sessions/${unknown}/memory`, { messages: [twice, twice] }), 400);
    expectError(
      await zep.post(`/sessions/${deleted}/memory`, { messages: [{ uuid, role: 'user', content: 'x' }] }),
      400,
    );
    for (const id of [unknown, deleted]) expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
  });

  it('Q13 › the same message again is stored once, another one of its uuid is 400, in another session it is its own', async () => {
    const [id, other] = [newId(), newId()];
    const message = { uuid: randomUUID(), role: 'user', content: 'one' };
    for (let time = 0; time < 2; time += 1) expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [message] }));
    expectError(await zep.post(`/sessions/${id}/memory`, { messages: [{ ...message, content: 'two' }] }), 400);
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['one']);
    expectOk(await zep.post(`/sessions/${other}/memory`, { messages: [{ ...message, content: 'two' }] }));
    expect(contents(await zep.get(`/sessions/${other}/memory`))).toEqual(['two']);
  });

  it('Q16 › no limit still means all', async () => {
    const id = newId();
    const texts = Array.from({ length: 150 }, (_, index) => `${index}`);
    await zep.addMessages(id, ...texts);
    expect(contents(await zep.get(`/sessions/${id}/messages`))).toEqual(texts);
  });

  it('Q17 › total_count is real past the end', async () => {
    const id = newId();
    await zep.addMessages(id, 'one', 'two');
    expect((await zep.get(`/sessions/${id}/messages?limit=5&cursor=3`)).json).toEqual({
      messages: [],
      total_count: 2,
      row_count: 0,
    });
  });

  it('Q18 › sessions of a user have their real id, in its order', async () => {
    const user_id = await zep.createUser();
    const made = [await zep.createSession({ user_id }), await zep.createSession({ user_id })];
    await zep.patch(`/sessions/${made[0]}`, { metadata: { a: 1 } });
    const shown = (await zep.get(`/user/${user_id}/sessions`)).json as { id: number; session_id: string }[];
    expect(shown.map(({ session_id }) => session_id)).toEqual(made);
    expect(shown.every(({ id }) => id > 0)).toBe(true);
  });

  it('Q19, Q20 › mistakes of the caller are 400 and show nothing of the inside', async () => {
    const id = await zep.createSession();
    expectError(await zep.post('/sessions', { session_id: '' }), 400);
    expectError(await zep.post('/user', { user_id: '' }), 400);
    expectError(await zep.get(`/sessions/${id}/memory?lastn=-1`), 400);
    expectError(await zep.post(`/sessions/${id}/search`, {}), 400);
    expectError(await zep.post(`/sessions/${id}/search`, { text: 'x', search_scope: 'x' }), 400);
    expectError(await zep.post(`/sessions/${id}/search`, { metadata: { where: { jsonpath: '$$$' } } }), 400);
  });

  it('Q21 › system can be written on create, in POST memory and through users', async () => {
    const system = { intent: 'x' };
    expect((await zep.post('/sessions', { session_id: newId(), metadata: { system } })).json.metadata).toEqual({
      system,
    });
    const user = await zep.createUser({ metadata: { system } });
    expect((await zep.patch(`/user/${user}`, { metadata: { system: { more: 1 } } })).json.metadata).toEqual({
      system: { intent: 'x', more: 1 },
    });
    const id = newId();
    await zep.post(`/sessions/${id}/memory`, { messages: [{ role: 'a', content: 'b', metadata: { system } }] });
    expect((await zep.get(`/sessions/${id}/memory`)).json.messages[0].metadata).toEqual({ system });
  });

  it('Q22 › the Zep surface removes no key; the native one does', async () => {
    const id = await zep.createSession({ metadata: { a: 1, b: 2 } });
    expect((await zep.patch(`/sessions/${id}`, { metadata: { a: null } })).json.metadata).toEqual({ a: null, b: 2 });
    await zep.send({ method: 'PATCH', path: `/v1/sessions/${id}`, body: { metadata: { a: null } } });
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual({ b: 2 });
  });

  it('Q23 › user_id is not set later by the Zep surface; the native one can', async () => {
    const user_id = await zep.createUser();
    const id = newId();
    await zep.addMessages(id, 'one');
    expect((await zep.patch(`/sessions/${id}`, { user_id })).json.user_id).toBeNull();
    await zep.send({ method: 'PATCH', path: `/v1/sessions/${id}`, body: { user_id } });
    expect((await zep.get(`/user/${user_id}/sessions`)).json).toMatchObject([{ session_id: id, user_id }]);
  });

  it('Q24 › POST /sessions on a soft-deleted id stays 400 until the purge', async () => {
    const session_id = await zep.createSession();
    await zep.delete(`/sessions/${session_id}/memory`);
    expectError(await zep.post('/sessions', { session_id }), 400);
    await zep.purge();
    expect((await zep.post('/sessions', { session_id })).status).toBe(201);
  });

  it('Q25 › a user is deleted hard, and what is created for it meanwhile does not survive', async () => {
    const user_id = await zep.createUser();
    const made = Array.from({ length: 20 }, () => newId());
    for (const session_id of made.slice(0, 10)) await zep.createSession({ session_id, user_id });
    const racing = made.slice(10).map((session_id) => zep.post('/sessions', { session_id, user_id }));
    const [deleted] = await Promise.all([zep.delete(`/user/${user_id}`), ...racing]);
    expectOk(deleted);
    for (const id of made) expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
    await zep.createUser({ user_id });
    expect((await zep.get(`/user/${user_id}/sessions`)).json).toEqual([]);
  });

  it('Q28 › JSON is application/json, OK stays text', async () => {
    const id = await zep.createSession();
    expect((await zep.get(`/sessions/${id}`)).headers['content-type']).toBe('application/json');
    expectOk(await zep.post(`/sessions/${id}/memory`, {}));
  });

  it('Q32 › memory and metadata search work without a language model or embeddings', async () => {
    const id = newId();
    await zep.post(`/sessions/${id}/memory`, { messages: [{ role: 'user', content: 'one', metadata: { a: 1 } }] });
    const where = { jsonpath: '$ ? (@.a == 1)' };
    expect((await zep.post(`/sessions/${id}/search`, { metadata: { where } })).json).toMatchObject([
      { message: { content: 'one' } },
    ]);
  });

  it('Q33 › messages older than the window are there with lastn', async () => {
    const id = newId();
    const texts = Array.from({ length: 14 }, (_, index) => `${index}`);
    await zep.addMessages(id, ...texts);
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(texts.slice(2));
    expect(contents(await zep.get(`/sessions/${id}/memory?lastn=14`))).toEqual(texts);
  });

  it('Q36 › metadata keeps NUL, ids and contents lose it', async () => {
    const id = newId();
    await zep.post('/sessions', { session_id: `${id}\u0000`, metadata: { a: 'b\u0000' } });
    expect((await zep.get(`/sessions/${id}`)).json).toMatchObject({ session_id: id, metadata: { a: 'b\u0000' } });
  });

  it('Q37 › the order is the server’s, a client time is ignored', async () => {
    const id = newId();
    const message = (content: string, created_at: string) => ({ role: 'user', content, created_at });
    const messages = [message('one', '2030-01-01T00:00:00Z'), message('two', '2020-01-01T00:00:00Z')];
    await zep.post(`/sessions/${id}/memory`, { messages });
    const stored = (await zep.get(`/sessions/${id}/memory`)).json.messages;
    expect(stored.map(({ content }: { content: string }) => content)).toEqual(['one', 'two']);
    for (const { created_at } of stored) expect(created_at).not.toMatch(/^20[23]0-01-01/);
  });

  it('Q38 › there is no way to delete or edit one message', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'one');
    expect((await zep.delete(`/sessions/${id}/messages/${uuid}`)).status).toBe(405);
    await zep.patch(`/sessions/${id}/messages/${uuid}`, { content: 'two' });
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['one']);
  });

  it('Q40 › a repeated DELETE memory is 404', async () => {
    const id = await zep.createSession();
    expectOk(await zep.delete(`/sessions/${id}/memory`));
    expectError(await zep.delete(`/sessions/${id}/memory`), 404, 'not found');
  });
});
