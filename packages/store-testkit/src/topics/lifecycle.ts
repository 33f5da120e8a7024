import { type Store, StoreError } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import { create, maxBytes, newMessages, newSession, range, readAll } from '../harness/sessions.js';
import { createUser, newUser } from '../harness/users.js';

const list = { state: 'live', limit: 1, order: 'asc' } as const;

/** Every method that must not work on a handle that was closed. */
const calls: Record<string, (store: Store) => Promise<unknown>> = {
  'sessions.find': ({ sessions }) => sessions.find(newId()),
  'sessions.list': ({ sessions }) => sessions.list(list),
  'sessions.count': ({ sessions }) => sessions.count({ state: 'live' }),
  'sessions.due': ({ sessions }) => sessions.due({ before: 1, limit: 1 }),
  'sessions.commit': ({ sessions }) =>
    sessions.commit({ previous: undefined, next: newSession(), append: [], replace: [] }),
  'sessions.read': ({ sessions }) => sessions.read(newId(), { last: 1, maxBytes }),
  'sessions.messagesById': ({ sessions }) => sessions.messagesById(newId(), [newUuid()]),
  'sessions.trim': ({ sessions }) => sessions.trim({ id: newId(), uuid: newUuid(), after: 0, through: 1 }),
  'sessions.purge': ({ sessions }) => sessions.purge({ id: newId(), uuid: newUuid() }),
  'users.find': ({ users }) => users.find(newId()),
  'users.list': ({ users }) => users.list(list),
  'users.count': ({ users }) => users.count({ state: 'live' }),
  'users.commit': ({ users }) => users.commit({ previous: undefined, next: newUser() }),
  'users.purge': ({ users }) => users.purge({ id: newId(), uuid: newUuid() }),
  ping: (store) => store.ping(),
};

export function lifecycleTopic({ store, open }: Handles): void {
  test('answers a ping', async () => {
    expect(await store.ping()).toBeUndefined();
    expect(await store.ping()).toBeUndefined();
  });

  test('opens handles on the same data', async () => {
    const record = await create(store);
    const another = await open();
    expect(await another.sessions.find(record.id)).toEqual(record);
    const user = await createUser(another);
    expect(await store.users.find(user.id)).toEqual(user);
    expect(await store.users.find(user.id)).toEqual(user);
  });

  test('closes twice, one after the other and at once', async () => {
    const one = await open();
    await one.ping();
    expect(await Promise.all([one.close(), one.close(), one.close()])).toEqual([undefined, undefined, undefined]);
    expect(await one.close()).toBeUndefined();
    const unused = await open();
    expect(await unused.close()).toBeUndefined();
  });

  for (const [name, call] of Object.entries(calls)) {
    test(`rejects ${name} after it was closed`, async () => {
      const closed = await open();
      await closed.close();
      const outcome = await call(closed).then(
        () => expect.fail('The call was answered.'),
        (error: unknown) => error,
      );
      expect(StoreError.isInstance(outcome)).toBe(true);
      expect(outcome).toMatchObject({ code: 'store_closed', operation: expect.any(String) });
    });
  }

  test('leaves the other handles usable when one is closed', async () => {
    const closing = await open();
    const record = await create(closing, {}, newMessages(2));
    const user = await createUser(closing);
    await closing.close();
    expect((await readAll(store, record.id))?.messages.length).toBe(2);
    expect(await store.users.find(user.id)).toEqual(user);
    for (const _ of range(1, 4)) expect((await create(store)).position).toBeGreaterThan(record.position);
  });

  test('keeps what was stored when every handle that wrote it is closed', async () => {
    const writer = await open();
    const messages = newMessages(3);
    const record = await create(writer, { metadata: '{}' }, messages);
    await writer.close();
    const reader = await open();
    expect(await readAll(reader, record.id)).toEqual({ record, messages });
    await reader.close();
  });

  test('waits for the calls that are in flight', async () => {
    const closing = await open();
    const records = range(1, 40).map(() => newSession({ lastSeq: 2 }));
    const outcomes: string[] = [];
    const commits = records.map(async (next) => {
      const result = await closing.sessions.commit({ previous: undefined, next, append: newMessages(2), replace: [] });
      outcomes.push(result.status);
    });
    const settled = Promise.allSettled(commits);
    await closing.close();
    // The answers have arrived, their callbacks run first.
    await nextTurn();
    expect(outcomes).toEqual(records.map(() => 'committed'));
    await settled;
    for (const { id } of records) expect((await readAll(store, id))?.messages.length).toBe(2);
  });
}
