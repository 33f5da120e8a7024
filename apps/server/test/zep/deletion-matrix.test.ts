import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Answer } from '../harness/send.js';
import { contents, describeZepOnEachStore, expectError, expectOk, newId, type Zep } from './zep.js';

interface Deleted {
  readonly id: string;
  readonly user: string;
  /** Of the two messages that went with the session. */
  readonly uuids: readonly string[];
  readonly uuid: string;
  readonly position: number;
}

/** A session of a user, with metadata and two messages, in the trash. */
async function deletedSession(zep: Zep): Promise<Deleted> {
  const user = await zep.createUser();
  const id = await zep.createSession({ user_id: user, metadata: { old: { a: 1 } } });
  const uuids = await zep.addMessages(id, 'elephant one', 'elephant two');
  const { uuid, id: position } = (await zep.get(`/sessions/${id}`)).json;
  expectOk(await zep.delete(`/sessions/${id}/memory`));
  return { id, user, uuids, uuid, position };
}

async function expectStillDeleted(zep: Zep, { id, user, uuids }: Deleted): Promise<void> {
  expectError(await zep.get(`/sessions/${id}`), 404, 'not found');
  const listed = (await zep.get('/sessions')).json.map(({ session_id }: { session_id: string }) => session_id);
  expect(listed).not.toContain(id);
  expect((await zep.get(`/user/${user}/sessions`)).json).toEqual([]);
  await expectOldMessagesHidden(zep, { id, uuids });
}

async function expectOldMessagesHidden(zep: Zep, { id, uuids }: Pick<Deleted, 'id' | 'uuids'>): Promise<void> {
  for (const path of ['memory', 'memory?lastn=100', 'messages']) {
    const shown = (await zep.get(`/sessions/${id}/${path}`)).json.messages as { uuid: string }[];
    for (const { uuid } of shown) expect(uuids).not.toContain(uuid);
  }
  for (const uuid of uuids) expectError(await zep.get(`/sessions/${id}/messages/${uuid}`), 404, 'not found');
  expect((await zep.post(`/sessions/${id}/search`, { text: 'elephant' })).json).toEqual([]);
}

/** Live again as what it was: same uuid and place, its user, its metadata. */
async function expectLive(zep: Zep, { id, user, uuid, position }: Deleted, metadata: object): Promise<void> {
  const session = await zep.get(`/sessions/${id}`);
  expect([session.status, session.json]).toMatchObject([200, { uuid, id: position, user_id: user, metadata }]);
  expect((await zep.get(`/sessions?limit=1&cursor=${position - 1}`)).json).toEqual([session.json]);
  expect((await zep.get(`/user/${user}/sessions`)).json).toEqual([session.json]);
}

describeZepOnEachStore('2.5 deletion matrix', (zep) => {
  it.each<[string, (id: string) => Promise<Answer>, number, unknown]>([
    ['GET session', (id) => zep.get(`/sessions/${id}`), 404, undefined],
    ['GET messages', (id) => zep.get(`/sessions/${id}/messages`), 200, { messages: [], total_count: 0, row_count: 0 }],
    ['POST search', (id) => zep.post(`/sessions/${id}/search`, { text: 'elephant' }), 200, []],
    ['POST sessions', (id) => zep.post('/sessions', { session_id: id }), 400, undefined],
    ['DELETE memory again', (id) => zep.delete(`/sessions/${id}/memory`), 404, undefined],
  ])('2.5 matrix › %s leaves it deleted and its messages hidden', async (_, call, status, body) => {
    const deleted = await deletedSession(zep);
    const answer = await call(deleted.id);
    expect(answer.status).toBe(status);
    if (body !== undefined) expect(answer.json).toEqual(body);
    await expectStillDeleted(zep, deleted);
  });

  it('2.5 matrix › GET memory is 200 and empty, with a zero summary', async () => {
    const deleted = await deletedSession(zep);
    const answer = await zep.get(`/sessions/${deleted.id}/memory`);
    expect([answer.status, answer.json]).toMatchObject([200, { messages: [], summary: { content: '' } }]);
    await expectStillDeleted(zep, deleted);
  });

  it("2.5 matrix › GET list and GET user's sessions do not list it", async () => {
    const deleted = await deletedSession(zep);
    const other = await zep.createSession({ user_id: deleted.user });
    const list = (await zep.get(`/sessions?cursor=${deleted.position - 1}`)).json;
    expect(list.map(({ session_id }: { session_id: string }) => session_id)).toEqual([other]);
    expect((await zep.get(`/user/${deleted.user}/sessions`)).json).toEqual(list);
  });

  it.each([
    ['metadata', { metadata: { old: { b: 2 }, new: 1 } }, { old: { a: 1, b: 2 }, new: 1 }],
    ['no metadata', {}, { old: { a: 1 } }],
    ['metadata {}', { metadata: {} }, { old: { a: 1 } }],
  ])('2.5 matrix › PATCH session with %s makes it live, old messages stay deleted', async (_, body, metadata) => {
    const deleted = await deletedSession(zep);
    expect((await zep.patch(`/sessions/${deleted.id}`, body)).status).toBe(200);
    await expectLive(zep, deleted, metadata);
    await expectOldMessagesHidden(zep, deleted);
    expect((await zep.get(`/sessions/${deleted.id}/messages`)).json.total_count).toBe(0);
  });

  it.each([
    ['messages', ['new']],
    ['no messages', []],
  ])('2.5 matrix › POST memory with %s makes it live, old messages stay deleted', async (_, texts) => {
    const deleted = await deletedSession(zep);
    await zep.addMessages(deleted.id, ...texts);
    await expectLive(zep, deleted, { old: { a: 1 } });
    await expectOldMessagesHidden(zep, deleted);
    expect(contents(await zep.get(`/sessions/${deleted.id}/memory`))).toEqual(texts);
    expect((await zep.get(`/sessions/${deleted.id}/messages`)).json.total_count).toBe(texts.length);
  });

  it('2.5 matrix › PATCH and GET message are 404 and leave it deleted', async () => {
    const deleted = await deletedSession(zep);
    for (const uuid of [...deleted.uuids, randomUUID()]) {
      expectError(await zep.get(`/sessions/${deleted.id}/messages/${uuid}`), 404, 'not found');
      expectError(
        await zep.patch(`/sessions/${deleted.id}/messages/${uuid}`, { metadata: { a: 1 } }),
        404,
        'not found',
      );
    }
    await expectStillDeleted(zep, deleted);
  });

  it('2.5 matrix › DELETE user takes row and messages, and frees all ids', async () => {
    const deleted = await deletedSession(zep);
    expectOk(await zep.delete(`/user/${deleted.user}`));
    const created = await zep.post('/sessions', { session_id: deleted.id });
    expect([created.status, created.json.metadata, created.json.user_id]).toEqual([201, null, null]);
    expect(created.json.uuid).not.toBe(deleted.uuid);
    const [uuid] = deleted.uuids;
    expectOk(await zep.post(`/sessions/${deleted.id}/memory`, { messages: [{ uuid, role: 'x', content: 'other' }] }));
    expect((await zep.get(`/sessions/${deleted.id}/messages`)).json.total_count).toBe(1);
  });

  it('2.5 matrix › a purge run takes the row and frees its id', async () => {
    const deleted = await deletedSession(zep);
    await zep.purge();
    const created = await zep.post('/sessions', { session_id: deleted.id });
    expect([created.status, created.json.metadata]).toEqual([201, null]);
    expect(created.json.uuid).not.toBe(deleted.uuid);
    expect((await zep.get(`/sessions/${deleted.id}/messages`)).json.total_count).toBe(0);
    expect((await zep.get(`/user/${deleted.user}`)).status).toBe(200);
  });

  it('2.5 › the purge after an undelete takes the old messages, the session and its new ones stay', async () => {
    const deleted = await deletedSession(zep);
    await zep.addMessages(deleted.id, 'new');
    const [uuid] = deleted.uuids;
    const reuse = { messages: [{ uuid, role: 'x', content: 'other' }] };
    expectError(await zep.post(`/sessions/${deleted.id}/memory`, reuse), 400);
    await zep.purge();
    await expectLive(zep, deleted, { old: { a: 1 } });
    expect(contents(await zep.get(`/sessions/${deleted.id}/memory`))).toEqual(['new']);
    expectOk(await zep.post(`/sessions/${deleted.id}/memory`, reuse));
    expect(contents(await zep.get(`/sessions/${deleted.id}/memory`))).toEqual(['new', 'other']);
  });

  it('2.5 › deleting and undeleting again hides what was written in between', async () => {
    const deleted = await deletedSession(zep);
    const between = await zep.addMessages(deleted.id, 'elephant between');
    expectOk(await zep.delete(`/sessions/${deleted.id}/memory`));
    await zep.addMessages(deleted.id, 'last');
    await expectOldMessagesHidden(zep, { id: deleted.id, uuids: [...deleted.uuids, ...between] });
    expect(contents(await zep.get(`/sessions/${deleted.id}/memory`))).toEqual(['last']);
  });

  it('2.5 › a session in the trash and a live one never mix', async () => {
    const [deleted, live] = [await deletedSession(zep), newId()];
    await zep.addMessages(live, 'live');
    await expectStillDeleted(zep, deleted);
    expect(contents(await zep.get(`/sessions/${live}/memory`))).toEqual(['live']);
  });
});
