import { expect, it } from 'vitest';
import { contents, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

/** Section 0 of the description of Zep 0.27.2: the rules that matter most, in its order. */
describeZepOnEachStore('0 the twelve rules', (zep) => {
  it('rule 1 › /healthz at the root answers `.` and a version of at least 0.21.0 with a dash behind it', async () => {
    const answer = await zep.send({ path: '/healthz' });
    expect([answer.status, answer.text]).toEqual([200, '.']);
    const [, minor] = /^0\.(\d+)\.\d+-.+$/.exec(answer.headers['x-zep-version'] as string) ?? [];
    expect(Number(minor)).toBeGreaterThanOrEqual(21);
    expect((await zep.send({ path: '/api/v1/sessions' })).status).toBe(200);
  });

  it('rule 2 › DELETE memory deletes the session; DELETE of the session itself is 405', async () => {
    const id = await zep.createSession();
    await zep.addMessages(id, 'one');
    expect((await zep.delete(`/sessions/${id}`)).status).toBe(405);
    expect((await zep.get(`/sessions/${id}`)).status).toBe(200);
    expectOk(await zep.delete(`/sessions/${id}/memory`));
    expectError(await zep.get(`/sessions/${id}`), 404, 'not found');
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual([]);
  });

  it('rule 3 › POST memory creates the session, undeletes it, and leaves deleted messages deleted', async () => {
    const id = newId();
    await zep.addMessages(id, 'deleted');
    expect((await zep.get(`/sessions/${id}`)).json).toMatchObject({ session_id: id, metadata: null, user_id: null });
    expectOk(await zep.delete(`/sessions/${id}/memory`));
    await zep.addMessages(id, 'new');
    expect((await zep.get(`/sessions/${id}`)).status).toBe(200);
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['new']);
  });

  it('rule 4 › PATCH of a session undeletes, merges deeply and drops `system`', async () => {
    const id = await zep.createSession({ metadata: { kept: { a: 1 } } });
    await zep.delete(`/sessions/${id}/memory`);
    const answer = await zep.patch(`/sessions/${id}`, { metadata: { kept: { b: 2 }, system: { x: 1 } } });
    expect([answer.status, answer.json.metadata]).toEqual([200, { kept: { a: 1, b: 2 } }]);
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual({ kept: { a: 1, b: 2 } });
  });

  it('rule 5 › POST /sessions on an id that is live or soft-deleted is 400 and changes nothing', async () => {
    const id = await zep.createSession({ metadata: { a: 1 } });
    const text = `bad request: session already exists with session_id: ${id}`;
    expectError(await zep.post('/sessions', { session_id: id, metadata: { b: 2 } }), 400, text);
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual({ a: 1 });
    await zep.delete(`/sessions/${id}/memory`);
    expectError(await zep.post('/sessions', { session_id: id }), 400, text);
    expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
  });

  it('rule 6 › an unknown user_id is 400 and creates nothing', async () => {
    const id = newId();
    const text = 'bad request: user does not exist with user_id: nobody';
    expectError(await zep.post('/sessions', { session_id: id, user_id: 'nobody' }), 400, text);
    expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
  });

  it('rule 7 › memory and messages of an unknown or deleted session are 200 and empty', async () => {
    const deleted = await zep.createSession();
    await zep.addMessages(deleted, 'gone');
    await zep.delete(`/sessions/${deleted}/memory`);
    for (const id of [newId(), deleted]) {
      const [memory, messages] = [await zep.get(`/sessions/${id}/memory`), await zep.get(`/sessions/${id}/messages`)];
      expect([memory.status, memory.json.messages]).toEqual([200, []]);
      expect([messages.status, messages.json]).toEqual([200, { messages: [], total_count: 0, row_count: 0 }]);
    }
  });

  it('rule 8 › lists run by ascending id behind the cursor; no limit, 0 and less mean all', async () => {
    const created = [await zep.createSession(), await zep.createSession(), await zep.createSession()];
    const all = (await zep.get('/sessions')).json as { id: number; session_id: string }[];
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((one, other) => one - other));
    expect(all.slice(-3).map(({ session_id }) => session_id)).toEqual(created);
    const cursor = ids.at(-3);
    expect((await zep.get(`/sessions?limit=1&cursor=${cursor}`)).json).toEqual(all.slice(-2, -1));
    for (const limit of ['0', '-1', '']) expect((await zep.get(`/sessions?limit=${limit}`)).json).toEqual(all);
  });

  it('rule 9 › the cursor of the message list is the number of a page, from 1', async () => {
    const id = newId();
    await zep.addMessages(id, '1', '2', '3', '4', '5');
    expect(contents(await zep.get(`/sessions/${id}/messages?limit=2&cursor=1`))).toEqual(['1', '2']);
    expect(contents(await zep.get(`/sessions/${id}/messages?limit=2&cursor=2`))).toEqual(['3', '4']);
  });

  it('rule 10 › DELETE of a user takes the user, its sessions and their messages for good, at once', async () => {
    const user_id = await zep.createUser();
    const id = await zep.createSession({ user_id, metadata: { a: 1 } });
    const [uuid] = await zep.addMessages(id, 'gone');
    expectOk(await zep.delete(`/user/${user_id}`));
    expectError(await zep.get(`/user/${user_id}`), 404, 'not found');
    expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
    const again = await zep.post('/sessions', { session_id: id });
    expect([again.status, again.json.metadata]).toEqual([201, null]);
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [{ uuid, role: 'user', content: 'another' }] }));
    expect((await zep.post('/user', { user_id })).status).toBe(201);
    expect((await zep.get(`/user/${user_id}/sessions`)).json).toEqual([]);
  });

  it('rule 11 › errors are plain text, a message and a newline', async () => {
    expectError(await zep.get('/sessions/nobody-made-this'), 404, 'not found');
    expectError(await zep.post('/sessions', '{'), 400);
  });

  it('rule 12 › an iterator that adds its size to the cursor misses nothing, and repeats where ids have gaps', async () => {
    const ids = [await zep.createSession(), await zep.createSession(), await zep.createSession()];
    const [, middle] = ids as [string, string, string];
    const start = (await zep.get(`/sessions/${ids[0]}`)).json.id - 1;
    await zep.delete(`/sessions/${middle}/memory`);
    const seen: string[] = [];
    for (let cursor = start; ; cursor += 1) {
      const page = (await zep.get(`/sessions?limit=1&cursor=${cursor}`)).json;
      if (page.length === 0) break;
      seen.push(page[0].session_id);
    }
    expect(seen).toEqual([ids[0], ids[2], ids[2]]);
  });
});
