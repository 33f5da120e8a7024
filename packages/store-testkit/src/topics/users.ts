import type { PageQuery, UserRecord, UserState } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import { create, range, referenceTo, trash } from '../harness/sessions.js';
import { changeUser, createUser, newUser, nextUserOf } from '../harness/users.js';
import { ascending, idsOf, positionsOf, walk } from '../harness/walk.js';

const MAX = Number.MAX_SAFE_INTEGER;

export function usersTopic({ store }: Handles): void {
  const listing = (state: UserState) => (page: PageQuery) => store.users.list({ ...page, state });
  const now = async () => (await createUser(store)).position;
  const erasing = (user: UserRecord) => changeUser(store, user, { state: 'erasing' });

  test('finds what was committed, every field as it was given', async () => {
    const fields = {
      version: 4,
      email: 'ada@example.org',
      firstName: 'Ada',
      lastName: 'Lovelace é',
      metadata: '{"plan":[{}]}',
      createdAt: 1_700_000_000_001,
      updatedAt: 1_700_000_000_002,
    };
    const next = newUser(fields);
    const result = await store.users.commit({ previous: undefined, next });
    if (result.status !== 'committed') expect.fail(result.status);
    expect(result.record).toEqual({ ...next, position: result.record.position });
    expect(result.record.position).toBeGreaterThan(0);
    expect(await store.users.find(next.id)).toEqual(result.record);
    const emptied = { version: 5, email: '', firstName: null, lastName: '', metadata: null };
    expect(await changeUser(store, result.record, emptied)).toEqual({ ...result.record, ...emptied });
    expect(await store.users.find(next.id)).toEqual({ ...result.record, ...emptied });
    expect(await store.users.find(newId())).toBeUndefined();
  });

  test('keeps versions up to 2^53 - 1 exact', async () => {
    const user = await createUser(store, { version: MAX - 1 });
    const stale = { previous: { ...user, version: MAX - 3 }, next: { ...user, version: MAX } };
    expect(await store.users.commit(stale)).toEqual({ status: 'conflict', current: user });
    expect((await changeUser(store, user, { version: MAX })).version).toBe(MAX);
    expect((await store.users.find(user.id))?.version).toBe(MAX);
  });

  test('refuses a stale version, another uuid and an id that exists, and changes nothing', async () => {
    const stale = await createUser(store);
    const current = await changeUser(store, stale, { email: 'new@example.org' });
    const conflict = { status: 'conflict', current };
    expect(await store.users.commit({ previous: stale, next: nextUserOf(stale) })).toEqual(conflict);
    const early = { ...current, version: 9 };
    expect(await store.users.commit({ previous: early, next: nextUserOf(early) })).toEqual(conflict);
    const other = { ...current, uuid: newUuid() };
    expect(await store.users.commit({ previous: other, next: nextUserOf(other) })).toEqual(conflict);
    expect(await store.users.commit({ previous: undefined, next: newUser({ id: stale.id }) })).toEqual(conflict);
    expect(await store.users.find(stale.id)).toEqual(current);
  });

  test('refuses a change of a user that does not exist and creates nothing', async () => {
    const previous = newUser({ position: 1 });
    const commit = { previous, next: nextUserOf(previous) };
    expect(await store.users.commit(commit)).toEqual({ status: 'conflict', current: undefined });
    expect(await store.users.find(previous.id)).toBeUndefined();
  });

  test('lets exactly one of the callers through that race with the same previous', async () => {
    for (const _ of range(1, 12)) {
      const previous = await createUser(store);
      const attempts = range(1, 12).map((n) => ({ previous, next: nextUserOf(previous, { firstName: `${n}` }) }));
      const results = await Promise.all(attempts.map((attempt) => store.users.commit(attempt)));
      const winners = attempts.filter((_, index) => results[index]?.status === 'committed');
      expect(winners.length).toBe(1);
      expect(await store.users.find(previous.id)).toEqual(winners[0]?.next);
    }
  });

  test('lets exactly one of the callers through that race for a new id', async () => {
    for (const _ of range(1, 12)) {
      const id = newId('race');
      const attempts = range(1, 12).map(() => ({ previous: undefined, next: newUser({ id }) }));
      const results = await Promise.all(attempts.map((attempt) => store.users.commit(attempt)));
      const winners = attempts.filter((_, index) => results[index]?.status === 'committed');
      expect(winners.length).toBe(1);
      const stored = await store.users.find(id);
      expect(stored?.uuid).toBe(winners[0]?.next.uuid);
      for (const result of results) {
        if (result.status !== 'committed') expect(result).toEqual({ status: 'conflict', current: stored });
      }
    }
  });

  test('lists by position in both orders, behind the cursor, in full pages', async () => {
    const after = await now();
    const users: UserRecord[] = [];
    for (const n of range(1, 9)) {
      const user = await createUser(store);
      users.push(n % 3 === 0 ? await erasing(user) : user);
    }
    expect(positionsOf(users)).toEqual(ascending(positionsOf(users)));
    const live = users.filter((user) => user.state === 'live');
    for (const limit of [1, 2, 3, 4, 100]) expect(await walk(listing('live'), { after, limit })).toEqual(live);
    expect(await walk(listing('erasing'), { after, limit: 2 })).toEqual(
      users.filter((user) => user.state === 'erasing'),
    );
    expect(await listing('live')({ limit: 4, order: 'desc' })).toEqual([...live].reverse().slice(0, 4));
    const cursor = live[2]?.position;
    expect(await listing('live')({ after: cursor, limit: 2, order: 'desc' })).toEqual([live[1], live[0]]);
  });

  test('never lets a new user appear behind a position that was returned', async () => {
    const after = await now();
    let creating = true;
    const creator = async () => {
      for (const _ of range(1, 15)) {
        await createUser(store);
        await nextTurn();
      }
    };
    const creators = () => Promise.all(range(1, 6).map(creator)).finally(() => (creating = false));
    const seen: UserRecord[] = [];
    const follower = async () => {
      for (let last = false; !last; ) {
        await nextTurn();
        last = !creating;
        seen.push(...(await walk(listing('live'), { after: seen.at(-1)?.position ?? after, limit: 3 })));
      }
    };
    await Promise.all([creators(), follower()]);
    const all = await walk(listing('live'), { after, limit: 500 });
    expect(all.length).toBe(90);
    expect(idsOf(seen)).toEqual(idsOf(all));
    expect(new Set(positionsOf(all)).size).toBe(90);
  });

  test('counts what it lists', async () => {
    const counts = async () => [
      await store.users.count({ state: 'live' }),
      await store.users.count({ state: 'erasing' }),
    ];
    const [live = 0, gone = 0] = await counts();
    const user = await createUser(store);
    await createUser(store);
    expect(await counts()).toEqual([live + 2, gone]);
    await erasing(user);
    expect(await counts()).toEqual([live + 1, gone + 1]);
    await store.users.purge({ id: user.id, uuid: user.uuid });
    expect(await counts()).toEqual([live + 1, gone]);
  });

  test('is purged when it is being erased and has no sessions', async () => {
    const { id, uuid, position } = await erasing(await createUser(store));
    expect(await store.users.purge({ id, uuid })).toBe(true);
    expect(await store.users.find(id)).toBeUndefined();
    expect(await store.users.purge({ id, uuid })).toBe(false);
    for (const state of ['live', 'erasing'] as const) {
      const newest = await listing(state)({ limit: 5, order: 'desc' });
      expect(newest.some((user) => user.id === id)).toBe(false);
    }
    const again = await createUser(store, { id });
    expect(again.position).toBeGreaterThan(position);
    expect(await store.users.find(id)).toEqual(again);
  });

  test('is not purged while it is live', async () => {
    const user = await createUser(store);
    expect(await store.users.purge({ id: user.id, uuid: user.uuid })).toBe(false);
    expect(await store.users.find(user.id)).toEqual(user);
  });

  test('is not purged when another life is named', async () => {
    const user = await erasing(await createUser(store));
    expect(await store.users.purge({ id: user.id, uuid: newUuid() })).toBe(false);
    expect(await store.users.purge({ id: newId(), uuid: user.uuid })).toBe(false);
    expect(await store.users.find(user.id)).toEqual(user);
  });

  test('is not purged while it has a session, live or in the trash', async () => {
    const live = await createUser(store);
    const session = await create(store, { user: referenceTo(live) });
    const user = await erasing(live);
    const { id, uuid } = user;
    expect(await store.users.purge({ id, uuid })).toBe(false);
    const inTrash = await trash(store, session);
    expect(await store.users.purge({ id, uuid })).toBe(false);
    expect(await store.users.find(id)).toEqual(user);
    expect(await store.sessions.find(session.id)).toEqual(inTrash);
    await store.sessions.purge({ id: session.id, uuid: session.uuid });
    expect(await store.users.purge({ id, uuid })).toBe(true);
  });

  test('is not brought back by a slow writer', async () => {
    const known = await createUser(store);
    const { id, uuid } = await erasing(known);
    await store.users.purge({ id, uuid });
    expect(await store.users.commit({ previous: known, next: nextUserOf(known) })).toEqual({
      status: 'conflict',
      current: undefined,
    });
    expect(await store.users.find(id)).toBeUndefined();
    const later = await createUser(store, { id, version: known.version });
    expect(await store.users.commit({ previous: known, next: nextUserOf(known) })).toEqual({
      status: 'conflict',
      current: later,
    });
    expect(await store.users.purge({ id, uuid })).toBe(false);
    expect(await store.users.find(id)).toEqual(later);
  });

  test('of purges that race exactly one answers true', async () => {
    for (const _ of range(1, 8)) {
      const { id, uuid } = await erasing(await createUser(store));
      const answers = await Promise.all(range(1, 8).map(() => store.users.purge({ id, uuid })));
      expect(answers.filter((answer) => answer).length).toBe(1);
    }
  });
}
