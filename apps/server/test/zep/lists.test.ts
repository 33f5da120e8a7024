import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeZepOnEachStore, expectOk, newId, type Zep } from './zep.js';

interface Listed {
  readonly id: number;
  readonly session_id: string;
  readonly user_id: string;
}

/** A caller that passes the last id on, as Python's users and whoever sees ids can. */
async function walk(
  zep: Zep,
  path: string,
  size: number,
  between: () => Promise<unknown> = async () => {},
): Promise<Listed[]> {
  const seen: Listed[] = [];
  for (let cursor = 0; ; cursor = seen.at(-1)?.id as number) {
    const page = (await zep.get(`${path}?limit=${size}&cursor=${cursor}`)).json as Listed[];
    if (page.length === 0) return seen;
    seen.push(...page);
    await between();
  }
}

/** Both clients' iterators: no cursor at first, then the size is added whatever came. */
async function iterate(
  zep: Zep,
  path: string,
  size: number,
  between: () => Promise<unknown> = async () => {},
): Promise<Listed[]> {
  const seen: Listed[] = [];
  for (let cursor = 0; ; cursor += size) {
    const query = cursor === 0 ? `limit=${size}` : `limit=${size}&cursor=${cursor}`;
    const page = (await zep.get(`${path}?${query}`)).json as Listed[];
    if (page.length === 0) return seen;
    seen.push(...page);
    await between();
  }
}

describeZepOnEachStore('1.6 id: dense', (zep) => {
  it('1.6 id, 4.4 C › what is refused burns no id: those of sessions are 1 to n', async () => {
    const user_id = await zep.createUser();
    const used = newId();
    await zep.createSession({ session_id: used });
    const big = { a: 'x'.repeat(70_000) };
    const refused = [
      ['/sessions', { session_id: used }],
      ['/sessions', { session_id: newId(), user_id: 'nobody' }],
      ['/sessions', { session_id: newId(), metadata: big }],
      ['/sessions', { session_id: '' }],
      [`/sessions/${newId()}/memory`, { messages: [{ role: 'u', content: 'x', metadata: big }] }],
      [`/sessions/${newId()}/memory`, { messages: [{ uuid: 'x', role: 'u', content: 'x' }] }],
    ] as const;
    for (const number of [1, 2, 3]) {
      for (const [path, body] of refused) expect((await zep.post(path, body)).status).toBe(400);
      await (number === 2 ? zep.addMessages(newId(), 'one') : zep.createSession({ user_id }));
    }
    const racing = Array.from({ length: 20 }, (_, index) => [
      zep.post('/sessions', { session_id: `racing ${index % 10}` }),
      zep.post('/sessions', { session_id: newId(), user_id: 'nobody' }),
      zep.post(`/sessions/posted-${index % 10}/memory`, { messages: [{ role: 'u', content: 'x' }] }),
    ]);
    await Promise.all(racing.flat());
    const ids = (await zep.get('/sessions')).json.map(({ id }: Listed) => id);
    expect(ids).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });

  it('1.6 id, 4.4 C › those of users too', async () => {
    const user_id = (await zep.get('/user')).json[0].user_id;
    for (const refused of [{ user_id }, { user_id: '' }, { user_id: newId(), metadata: { a: 'x'.repeat(70_000) } }])
      expect((await zep.post('/user', refused)).status).toBe(400);
    await Promise.all(Array.from({ length: 20 }, (_, index) => zep.post('/user', { user_id: `racing ${index % 10}` })));
    expect((await zep.get('/user')).json.map(({ id }: Listed) => id)).toEqual(
      Array.from({ length: 11 }, (_, index) => index + 1),
    );
  });

  it('4.4 › the chunked iterators are exact on a fresh database, for every size', async () => {
    const [sessions, users] = [(await zep.get('/sessions')).json, (await zep.get('/user')).json];
    for (const size of [1, 2, 7, 10, 24, 100]) {
      expect(await iterate(zep, '/sessions', size)).toEqual(sessions);
      expect(await iterate(zep, '/user', size)).toEqual(users);
      expect(await walk(zep, '/sessions', size)).toEqual(sessions);
      expect(await walk(zep, '/user', size)).toEqual(users);
    }
  });
});

describeZepOnEachStore('4.4 walks', (zep) => {
  /** Ids in the order of their creation. */
  async function createSessions(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let number = 0; number < count; number += 1) ids.push(await zep.createSession());
    return ids;
  }

  it.each([
    ['the last id', walk],
    ['the size', iterate],
  ])('4.4 › a cursor by %s misses nothing that lives throughout, while others come and go', async (_, go) => {
    const ids = await createSessions(40);
    const kept = ids.filter((_, index) => index % 3 !== 0);
    const leaving = ids.filter((_, index) => index % 3 === 0).reverse();
    const returning: string[] = [];
    let createdCount = 0;
    const seen = await go(zep, '/sessions', 4, async () => {
      if (createdCount < 12) await zep.createSession({ session_id: newId('late') });
      createdCount += 1;
      const [gone, back] = [leaving.pop(), returning.shift()];
      if (gone !== undefined) {
        expectOk(await zep.delete(`/sessions/${gone}/memory`));
        returning.push(gone);
      }
      if (back !== undefined && createdCount % 2 === 0) await zep.addMessages(back, 'back');
    });
    const seenIds = seen.map(({ session_id }) => session_id);
    expect(seenIds).toEqual(expect.arrayContaining(kept));
    if (go === walk) expect(new Set(seenIds).size).toBe(seenIds.length);
    const pages = seen.map(({ id }) => id);
    if (go === walk) expect(pages).toEqual([...pages].sort((one, other) => one - other));
  });

  it('4.4 › an undeleted session returns to its old place, never behind a cursor that was handed out', async () => {
    const [first, second, third] = (await createSessions(3)) as [string, string, string];
    const before = (await zep.get(`/sessions/${second}`)).json.id;
    await zep.delete(`/sessions/${second}/memory`);
    await zep.addMessages(second, 'back');
    const list = (await zep.get(`/sessions?cursor=${before - 2}`)).json as Listed[];
    expect(list.map(({ session_id }) => session_id)).toEqual([first, second, third]);
    const later = await zep.createSession();
    expect((await zep.get(`/sessions?cursor=${before + 1}`)).json).toMatchObject([{ session_id: later }]);
  });

  it('4.4 › after a purge ids are not used again, and iterators still miss nothing', async () => {
    const ids = await createSessions(6);
    for (const id of ids.slice(0, 4)) await zep.delete(`/sessions/${id}/memory`);
    await zep.purge();
    const kept = (await zep.get('/sessions')).json as Listed[];
    const [created] = await createSessions(1);
    const latest = (await zep.get(`/sessions/${created}`)).json.id;
    expect(latest).toBeGreaterThan(Math.max(...kept.map(({ id }) => id)));
    const seen = new Set((await iterate(zep, '/sessions', 3)).map(({ session_id }) => session_id));
    for (const { session_id } of kept) expect(seen).toContain(session_id);
    expect(seen).toContain(created);
  });

  it("4.4 › sessions that are created during a walk of one user's are never behind its cursor", async () => {
    const user_id = await zep.createUser();
    const kept: string[] = [];
    for (let number = 0; number < 9; number += 1) kept.push(await zep.createSession({ user_id }));
    let rest = 5;
    const late: string[] = [];
    const seen = await walk(zep, `/user/${user_id}/sessions`, 2, async () => {
      if (rest-- > 0) late.push(await zep.createSession({ user_id, session_id: randomUUID() }));
    });
    expect(seen.map(({ session_id }) => session_id)).toEqual([...kept, ...late]);
  });
});
