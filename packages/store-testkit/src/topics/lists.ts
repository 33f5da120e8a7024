import type { PageQuery, SessionFilter, SessionRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import {
  change,
  create,
  newMessages,
  range,
  referenceTo,
  toRestored,
  toUndeleted,
  trash,
} from '../harness/sessions.js';
import { createUser, eraseUser } from '../harness/users.js';
import { ascending, idsOf, positionsOf, walk } from '../harness/walk.js';

export function listsTopic({ store }: Handles): void {
  /** A position that is behind everything that exists and before everything that will. */
  const now = async () => (await create(store)).position;
  const listing = (filter: SessionFilter) => (page: PageQuery) => store.sessions.list({ ...page, ...filter });
  const live = listing({ state: 'live' });
  const deleted = listing({ state: 'deleted' });
  const createMany = async (count: number, fields: Partial<SessionRecord> = {}) => {
    const records: SessionRecord[] = [];
    for (const _ of range(1, count)) records.push(await create(store, fields));
    return records;
  };

  test('gives sessions positions in the order of their first commits', async () => {
    const positions = positionsOf(await createMany(20));
    expect(positions).toEqual(ascending(positions));
    expect(new Set(positions).size).toBe(20);
  });

  test('gives every one of many sessions that are created at once a position of its own', async () => {
    const before = await now();
    const records = await Promise.all(range(1, 60).map(() => create(store)));
    const positions = ascending(positionsOf(records));
    expect(new Set(positions).size).toBe(60);
    expect(positions[0]).toBeGreaterThan(before);
    expect(await now()).toBeGreaterThan(positions.at(-1) ?? 0);
  });

  test('never gives a position a second time', async () => {
    const { id, uuid, position } = await create(store);
    await store.sessions.purge({ id, uuid });
    const again = await create(store, { id });
    expect(again.position).toBeGreaterThan(position);
    await store.sessions.purge({ id, uuid: again.uuid });
    expect(await now()).toBeGreaterThan(again.position);
  });

  test('lists the stored records by position, ascending', async () => {
    const after = await now();
    const created = await createMany(5, { metadata: '{"n":1}' });
    created[2] = await change(store, created[2] as SessionRecord, { metadata: '{"n":2}' }, { append: newMessages(2) });
    expect(await live({ after, limit: 5, order: 'asc' })).toEqual(created);
    expect(await live({ after, limit: 500, order: 'asc' })).toEqual(created);
    expect(await live({ after: created[1]?.position, limit: 2, order: 'asc' })).toEqual(created.slice(2, 4));
    expect(await live({ after: created[4]?.position, limit: 2, order: 'asc' })).toEqual([]);
  });

  test('lists by position, descending from the newest', async () => {
    const created = await createMany(5);
    const newestFirst = [...created].reverse();
    expect(await live({ limit: 5, order: 'desc' })).toEqual(newestFirst);
    expect(await live({ after: undefined, limit: 1, order: 'desc' })).toEqual(newestFirst.slice(0, 1));
    expect(await live({ after: created[3]?.position, limit: 2, order: 'desc' })).toEqual(newestFirst.slice(2, 4));
  });

  test('begins with the oldest when no cursor is given and the order is ascending', async () => {
    const user = referenceTo(await createUser(store));
    const created = await createMany(3, { user });
    const mine = listing({ state: 'live', userUuid: user.uuid });
    expect(await mine({ limit: 2, order: 'asc' })).toEqual(created.slice(0, 2));
    const [oldest] = await live({ limit: 1, order: 'asc' });
    expect(oldest?.position).toBeLessThanOrEqual(created[0]?.position ?? 0);
  });

  test('lists live sessions and those in the trash apart', async () => {
    const after = await now();
    const created = await createMany(4);
    created[1] = await trash(store, created[1] as SessionRecord);
    created[3] = await trash(store, created[3] as SessionRecord);
    expect(await live({ after, limit: 10, order: 'asc' })).toEqual([created[0], created[2]]);
    expect(await deleted({ after, limit: 10, order: 'asc' })).toEqual([created[1], created[3]]);
    expect(await deleted({ limit: 1, order: 'desc' })).toEqual([created[3]]);
  });

  test('lists the sessions of one user, live and in the trash', async () => {
    const user = referenceTo(await createUser(store));
    const other = referenceTo(await createUser(store));
    const created: SessionRecord[] = [];
    for (const n of range(0, 8)) created.push(await create(store, { user: [user, other, null][n % 3] ?? null }));
    created[3] = await trash(store, created[3] as SessionRecord);
    const filter = { userUuid: user.uuid, limit: 10, order: 'asc' } as const;
    expect(await store.sessions.list({ ...filter, state: 'live' })).toEqual([created[0], created[6]]);
    expect(await store.sessions.list({ ...filter, state: 'deleted' })).toEqual([created[3]]);
    expect(await store.sessions.list({ ...filter, state: 'live', order: 'desc' })).toEqual([created[6], created[0]]);
    expect(await store.sessions.list({ ...filter, state: 'live', userUuid: newUuid() })).toEqual([]);
  });

  test('keeps the lives of one user id apart', async () => {
    const user = await createUser(store);
    await create(store, { user: referenceTo(user) });
    await eraseUser(store, user);
    const later = await createUser(store, { id: user.id });
    const session = await create(store, { user: referenceTo(later) });
    const filter = { state: 'live', limit: 10, order: 'asc' } as const;
    expect(await store.sessions.list({ ...filter, userUuid: user.uuid })).toEqual([]);
    expect(await store.sessions.list({ ...filter, userUuid: later.uuid })).toEqual([session]);
  });

  test('lists a session that gets its user later under it, at its own place', async () => {
    const user = referenceTo(await createUser(store));
    const first = await create(store);
    const second = await create(store, { user });
    const joined = await change(store, first, { user });
    const mine = listing({ state: 'live', userUuid: user.uuid });
    expect(await mine({ limit: 10, order: 'asc' })).toEqual([joined, second]);
    const left = await change(store, joined, { user: null });
    expect(await mine({ limit: 10, order: 'asc' })).toEqual([second]);
    expect(await store.sessions.find(first.id)).toEqual(left);
  });

  test('fills every page until the list ends, whatever lies between', async () => {
    const after = await now();
    const user = referenceTo(await createUser(store));
    const created: SessionRecord[] = [];
    for (const n of range(1, 24)) {
      const record = await create(store, { user: n % 3 === 0 ? user : null });
      created.push(n % 2 === 0 ? await trash(store, record) : record);
    }
    const filters = [
      { state: 'live' },
      { state: 'deleted' },
      { state: 'live', userUuid: user.uuid },
      { state: 'deleted', userUuid: user.uuid },
    ] as const;
    for (const filter of filters) {
      const matching = created.filter(
        (record) => record.state === filter.state && (!('userUuid' in filter) || record.user?.uuid === filter.userUuid),
      );
      for (const limit of [1, 3, 4]) {
        const sizes: number[] = [];
        const afterPage = (page: readonly unknown[]) => void sizes.push(page.length);
        expect(await walk(listing(filter), { after, limit, afterPage })).toEqual(matching);
        expect(sizes.slice(0, -1).every((size) => size === limit)).toBe(true);
        expect(sizes.length).toBe(Math.floor(matching.length / limit) + 1);
      }
    }
  });

  test('returns a session that leaves the list and comes back to its old place', async () => {
    const after = await now();
    const user = referenceTo(await createUser(store));
    const created = await createMany(4, { user });
    const mine = listing({ state: 'live', userUuid: user.uuid });
    const [, second, third] = created;
    if (!second || !third) expect.fail();
    const undeleted = await change(store, await trash(store, second), toUndeleted());
    expect(undeleted.position).toBe(second.position);
    const deletedThird = await trash(store, third);
    const restored = await change(store, deletedThird, toRestored(deletedThird));
    const expected = [created[0], undeleted, restored, created[3]];
    expect(await live({ after, limit: 10, order: 'asc' })).toEqual(expected);
    expect(await mine({ limit: 10, order: 'asc' })).toEqual(expected);
    expect(await store.sessions.find(second.id)).toEqual(undeleted);
    expect(await deleted({ after, limit: 10, order: 'asc' })).toEqual([]);
  });

  test('never lets a new session appear behind a position that was returned', async () => {
    const after = await now();
    let creating = true;
    const creator = async () => {
      for (const _ of range(1, 25)) {
        await create(store);
        await nextTurn();
      }
    };
    const creators = () => Promise.all(range(1, 6).map(creator)).finally(() => (creating = false));
    const seen: SessionRecord[] = [];
    const follower = async () => {
      for (let last = false; !last; ) {
        await nextTurn();
        last = !creating;
        seen.push(...(await walk(live, { after: seen.at(-1)?.position ?? after, limit: 4 })));
      }
    };
    await Promise.all([creators(), follower()]);
    const all = await walk(live, { after, limit: 500 });
    expect(all.length).toBe(150);
    expect(positionsOf(seen)).toEqual(positionsOf(all));
  });

  test('returns a session once it is created, at once', async () => {
    const creator = async () => {
      for (const _ of range(1, 8)) {
        const record = await create(store);
        const newer = await live({ after: record.position - 1, limit: 1, order: 'asc' });
        expect(newer).toEqual([record]);
      }
    };
    await Promise.all(range(1, 8).map(creator));
  });

  test.for(['asc', 'desc'] as const)('returns what stays exactly once while others come and go, %s', async (order) => {
    const after = await now();
    const staying: SessionRecord[] = [];
    const moving: SessionRecord[] = [];
    for (const n of range(1, 60)) (n % 2 === 0 ? staying : moving).push(await create(store));
    const end = order === 'asc' ? after : (await create(store)).position;
    let walking = true;
    const mover = async (own: SessionRecord[]) => {
      for (let turn = 0; walking; turn = (turn + 1) % own.length) {
        await nextTurn();
        const record = own[turn] as SessionRecord;
        own[turn] = record.state === 'live' ? await trash(store, record) : await change(store, record, toUndeleted());
      }
    };
    const creator = async () => {
      for (let turn = 0; walking && turn < 300; turn++) {
        await nextTurn();
        const { id, uuid } = await create(store);
        if (turn % 2 === 0) await store.sessions.purge({ id, uuid });
      }
    };
    const parts = [moving.slice(0, 10), moving.slice(10, 20), moving.slice(20)];
    const walks = async () => {
      for (const limit of [1, 2, 3, 5, 8]) {
        const bounded = async (page: PageQuery) => {
          const records = await live(page);
          return order === 'asc' ? records : records.filter(({ position }) => position > after);
        };
        const found = idsOf(await walk(bounded, { after: end, limit, order }));
        expect(found.length).toBe(new Set(found).size);
        const expected = idsOf(order === 'asc' ? staying : [...staying].reverse());
        const wanted = new Set(expected);
        expect(found.filter((id) => wanted.has(id))).toEqual(expected);
      }
    };
    await Promise.all([walks().finally(() => (walking = false)), creator(), ...parts.map(mover)]);
    const known = new Map([...staying, ...parts.flat()].map((record) => [record.id, record.state]));
    for (const state of ['live', 'deleted'] as const) {
      const listed = await walk(listing({ state }), { after, limit: 50 });
      const mine = idsOf(listed).filter((id) => known.has(id));
      const expected = [...known].filter(([, knownState]) => knownState === state).map(([id]) => id);
      expect(mine.sort()).toEqual(expected.sort());
    }
  });

  test('counts what it lists', async () => {
    const user = referenceTo(await createUser(store));
    const counts = async () => ({
      live: await store.sessions.count({ state: 'live' }),
      deleted: await store.sessions.count({ state: 'deleted' }),
      liveOfUser: await store.sessions.count({ state: 'live', userUuid: user.uuid }),
      deletedOfUser: await store.sessions.count({ state: 'deleted', userUuid: user.uuid }),
    });
    const before = await counts();
    expect(before).toMatchObject({ liveOfUser: 0, deletedOfUser: 0 });
    const records = await createMany(3, { user });
    await create(store);
    const inTrash = await trash(store, records[0] as SessionRecord);
    const { live: liveBefore, deleted: deletedBefore } = before;
    const expected = { live: liveBefore + 3, deleted: deletedBefore + 1, liveOfUser: 2, deletedOfUser: 1 };
    expect(await counts()).toEqual(expected);
    await store.sessions.purge({ id: inTrash.id, uuid: inTrash.uuid });
    expect(await counts()).toEqual({ ...expected, deleted: deletedBefore, deletedOfUser: 0 });
    expect(await store.sessions.count({ state: 'live', userUuid: newUuid() })).toBe(0);
  });
}
