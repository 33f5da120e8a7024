import type { SessionRecord, UserRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import {
  change,
  create,
  newMessages,
  newSession,
  nextOf,
  range,
  readAll,
  referenceTo,
  trash,
  uuidsOf,
} from '../harness/sessions.js';
import { changeUser, createUser, eraseUser } from '../harness/users.js';

export function erasureTopic({ store }: Handles): void {
  const erasing = (user: UserRecord) => changeUser(store, user, { state: 'erasing' });

  /** No list, count or record may know a session of this life of a user. */
  const expectNoSessionOf = async (user: UserRecord, ids: readonly string[] = []) => {
    for (const state of ['live', 'deleted'] as const) {
      expect(await store.sessions.list({ state, userUuid: user.uuid, limit: 100, order: 'asc' })).toEqual([]);
      expect(await store.sessions.count({ state, userUuid: user.uuid })).toBe(0);
      const newest = await store.sessions.list({ state, limit: 50, order: 'desc' });
      expect(newest.filter((record) => record.user?.uuid === user.uuid)).toEqual([]);
    }
    const found = await Promise.all(ids.map((id) => store.sessions.find(id)));
    expect(found.filter((record) => record?.user?.uuid === user.uuid)).toEqual([]);
  };

  /** The ways in which a user can be gone. The last one hands back the life that is not there any more. */
  const goneUsers: ReadonlyArray<readonly [string, () => Promise<UserRecord>]> = [
    ['never existed', async () => ({ ...(await createUser(store)), id: newId('nobody'), uuid: newUuid() })],
    ['is being erased', async () => erasing(await createUser(store))],
    [
      'was erased',
      async () => {
        const user = await createUser(store);
        await eraseUser(store, user);
        return user;
      },
    ],
    [
      'is another life of the id',
      async () => {
        const user = await createUser(store);
        await eraseUser(store, user);
        await createUser(store, { id: user.id });
        return user;
      },
    ],
  ];

  for (const [reason, gone] of goneUsers) {
    test(`refuses a new session whose user ${reason}, and nothing of it remains`, async () => {
      const user = await gone();
      const total = await store.sessions.count({ state: 'live' });
      const append = newMessages(2);
      const next = newSession({ user: referenceTo(user), lastSeq: 2 });
      const result = await store.sessions.commit({ previous: undefined, next, append, replace: [] });
      expect(result).toEqual({ status: 'user_gone' });
      expect(await store.sessions.find(next.id)).toBeUndefined();
      expect(await readAll(store, next.id)).toBeUndefined();
      expect(await store.sessions.messagesById(next.id, uuidsOf(append))).toBeUndefined();
      expect(await store.sessions.count({ state: 'live' })).toBe(total);
      await expectNoSessionOf(user, [next.id]);
      const later = await create(store, { id: next.id }, append);
      expect(await readAll(store, next.id)).toEqual({ record: later, messages: append });
    });

    test(`leaves a session as it was when it is given a user that ${reason}`, async () => {
      const user = await gone();
      const messages = newMessages(2);
      const previous = await create(store, { metadata: '{"n":1}' }, messages);
      const append = newMessages(1, 2);
      const next = nextOf(previous, { user: referenceTo(user), metadata: '{"n":2}' }, append);
      const result = await store.sessions.commit({ previous, next, append, replace: [] });
      expect(result).toEqual({ status: 'user_gone' });
      const stored = await readAll(store, previous.id);
      // Only the version may be another: a store that had to take the change back must not use a version twice.
      expect({ ...stored?.record, version: previous.version }).toEqual(previous);
      expect(stored?.record.version).toBeGreaterThanOrEqual(previous.version);
      expect(stored?.messages).toEqual(messages);
      expect((await store.sessions.messagesById(previous.id, uuidsOf(append)))?.messages).toEqual([]);
      const listed = await store.sessions.list({ state: 'live', after: previous.position - 1, limit: 1, order: 'asc' });
      expect(listed).toEqual([stored?.record]);
      await expectNoSessionOf(user, [previous.id]);
      const changed = await change(store, listed[0] as SessionRecord, {}, { append });
      expect(await readAll(store, previous.id)).toEqual({ record: changed, messages: [...messages, ...append] });
    });
  }

  test('lets a session that keeps its user be committed while the user is being erased', async () => {
    const user = await createUser(store);
    const created = await create(store, { user: referenceTo(user) }, newMessages(1));
    await erasing(user);
    const changed = await change(store, created, {}, { append: newMessages(1, 1) });
    const deleted = await trash(store, changed);
    expect(await store.sessions.find(created.id)).toEqual(deleted);
    const filter = { state: 'deleted', userUuid: user.uuid } as const;
    expect(await store.sessions.list({ ...filter, limit: 5, order: 'asc' })).toEqual([deleted]);
    expect(await store.sessions.count(filter)).toBe(1);
  });

  test('leaves no session of the user however many are made meanwhile', async () => {
    for (const round of range(1, 12)) {
      const user = await createUser(store);
      const ids: string[] = [];
      const answers: string[] = [];
      let erasingNow = true;
      const creator = async () => {
        for (let n = 0; n < 40 && erasingNow; n++) {
          const next = newSession({ user: referenceTo(user), lastSeq: 1 });
          ids.push(next.id);
          const result = await store.sessions.commit({
            previous: undefined,
            next,
            append: newMessages(1),
            replace: [],
          });
          answers.push(result.status);
          await nextTurn();
        }
      };
      const eraser = async () => {
        while (ids.length < round) await nextTurn();
        await eraseUser(store, user);
        erasingNow = false;
      };
      await Promise.all([creator(), creator(), creator(), creator(), eraser()]);
      expect(answers.filter((status) => status !== 'committed' && status !== 'user_gone')).toEqual([]);
      expect(await store.users.find(user.id)).toBeUndefined();
      await expectNoSessionOf(user, ids);
      expect((await Promise.all(ids.map((id) => store.sessions.find(id)))).filter((record) => record)).toEqual([]);
    }
  });

  test('leaves no session to the user that was given one meanwhile', async () => {
    for (const _ of range(1, 10)) {
      const user = await createUser(store);
      const sessions = await Promise.all(range(1, 8).map(() => create(store)));
      const give = async (previous: SessionRecord) => {
        const next = nextOf(previous, { user: referenceTo(user) });
        const result = await store.sessions.commit({ previous, next, append: [], replace: [] });
        return { id: previous.id, status: result.status };
      };
      const [, ...answers] = await Promise.all([eraseUser(store, user), ...sessions.map(give)]);
      await expectNoSessionOf(
        user,
        sessions.map(({ id }) => id),
      );
      for (const { id, status } of answers) {
        const stored = await store.sessions.find(id);
        if (status === 'user_gone') expect(stored).toMatchObject({ id, user: null, state: 'live' });
        else expect({ status, stored }).toEqual({ status: 'committed', stored: undefined });
      }
    }
  });

  test('gives no session of an erased user to a later user of the same id', async () => {
    for (const _ of range(1, 10)) {
      const user = await createUser(store);
      const ids: string[] = [];
      let erasingNow = true;
      const creator = async () => {
        for (let n = 0; n < 40 && erasingNow; n++) {
          const next = newSession({ user: referenceTo(user) });
          ids.push(next.id);
          await store.sessions.commit({ previous: undefined, next, append: [], replace: [] });
          await nextTurn();
        }
      };
      const eraser = async () => {
        await eraseUser(store, user);
        const later = await createUser(store, { id: user.id });
        const session = await create(store, { user: referenceTo(later) });
        erasingNow = false;
        return { later, session };
      };
      const [{ later, session }] = await Promise.all([eraser(), creator(), creator(), creator()]);
      await expectNoSessionOf(user, ids);
      const filter = { state: 'live', userUuid: later.uuid } as const;
      expect(await store.sessions.list({ ...filter, limit: 50, order: 'asc' })).toEqual([session]);
      expect(await store.sessions.count(filter)).toBe(1);
    }
  });
}
