import type { Store } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import {
  change,
  create,
  maxBytes,
  newMessages,
  newSession,
  nextOf,
  readAll,
  referenceTo,
  uuidsOf,
} from '../harness/sessions.js';
import { createUser, newUser, nextUserOf } from '../harness/users.js';

/** Overwrites everything that can be reached from a value, as a careless caller might. Frozen objects stay as they are. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    spoil(Reflect.get(value, key));
    Reflect.set(value, key, 'spoilt');
  }
  if (Array.isArray(value)) Reflect.set(value, 'length', 0);
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

export function isolationTopic(handles: Handles): void {
  const { store } = handles;

  /** Everything that is stored of a session of a user: more than one way in and out. */
  const prepare = async () => {
    const user = await createUser(store, { metadata: '{"of":"user"}' });
    const messages = newMessages(3);
    const fields = { user: referenceTo(user), metadata: '{"of":"session"}', purgeableSince: 1 };
    const stale = await create(store, fields, messages);
    const record = await change(store, stale, { metadata: '{"n":2}' });
    return { user, messages, stale, record };
  };
  type Prepared = Awaited<ReturnType<typeof prepare>>;

  const waysOut: Record<string, (store: Store, prepared: Prepared) => Promise<unknown>> = {
    'sessions.find': ({ sessions }, { record }) => sessions.find(record.id),
    'sessions.list': ({ sessions }, { user }) =>
      sessions.list({ state: 'live', userUuid: user.uuid, limit: 5, order: 'asc' }),
    'sessions.due': async ({ sessions }, { record }) => {
      const due = await sessions.due({ before: 2, limit: 1_000 });
      return due.filter(({ id }) => id === record.id);
    },
    'sessions.read': ({ sessions }, { record }) => sessions.read(record.id, { last: 3, maxBytes }),
    'sessions.messagesById': ({ sessions }, { record, messages }) =>
      sessions.messagesById(record.id, uuidsOf(messages)),
    'a conflict of sessions.commit': ({ sessions }, { stale }) =>
      sessions.commit({ previous: stale, next: nextOf(stale), append: [], replace: [] }),
    'a duplicate of sessions.commit': ({ sessions }, { record, messages }) => {
      const append = messages.slice(0, 1).map((message) => ({ ...message, seq: 4 }));
      return sessions.commit({ previous: record, next: nextOf(record, {}, append), append, replace: [] });
    },
    'users.find': ({ users }, { user }) => users.find(user.id),
    'users.list': ({ users }, { user }) =>
      users.list({ state: 'live', after: user.position - 1, limit: 1, order: 'asc' }),
    'a conflict of users.commit': ({ users }, { user }) =>
      users.commit({ previous: undefined, next: newUser({ id: user.id }) }),
  };

  for (const [name, wayOut] of Object.entries(waysOut)) {
    test(`hands out a copy from ${name}`, async () => {
      const prepared = await prepare();
      const { id, uuid } = prepared.record;
      // The same handle twice as well: it may keep what it handed out, where no other handle would notice.
      for (const [reader, other] of [
        [handles.first, handles.second],
        [handles.second, handles.first],
      ] as const) {
        const handedOut = await wayOut(reader, prepared);
        const expected = structuredClone(handedOut);
        expect(JSON.stringify(expected)).not.toBe('[]');
        spoil(handedOut);
        expect(await wayOut(reader, prepared)).toEqual(expected);
        expect(await wayOut(other, prepared)).toEqual(expected);
      }
      await store.sessions.purge({ id, uuid });
    });
  }

  test('hands out a copy from a session commit that succeeded', async () => {
    for (const [writer, other] of [
      [handles.first, handles.second],
      [handles.second, handles.first],
    ] as const) {
      const user = referenceTo(await createUser(store));
      const messages = newMessages(2);
      const handedOut = await create(writer, { user, metadata: '{}' }, messages);
      const record = structuredClone(handedOut);
      spoil(handedOut);
      expect(await readAll(writer, record.id)).toEqual({ record, messages });
      expect(await readAll(other, record.id)).toEqual({ record, messages });
    }
  });

  test('hands out a copy from a user commit that succeeded', async () => {
    for (const [writer, other] of [
      [handles.first, handles.second],
      [handles.second, handles.first],
    ] as const) {
      const handedOut = await createUser(writer, { metadata: '{}' });
      const user = structuredClone(handedOut);
      spoil(handedOut);
      expect(await writer.users.find(user.id)).toEqual(user);
      expect(await other.users.find(user.id)).toEqual(user);
    }
  });

  test('keeps nothing of what a session commit was handed', async () => {
    const user = await createUser(store);
    for (const [writer, other] of [
      [handles.first, handles.second],
      [handles.second, handles.first],
    ] as const) {
      const append = newMessages(3);
      const next = newSession({ user: referenceTo(user), metadata: '{"a":1}', lastSeq: 3 });
      const first = { previous: undefined, next, append, replace: [] };
      const result = await writer.sessions.commit(first);
      if (result.status !== 'committed') expect.fail(result.status);
      const record = structuredClone(result.record);
      const messages = structuredClone(append);
      spoil(first);
      expect(await readAll(writer, record.id)).toEqual({ record, messages });
      expect(await readAll(other, record.id)).toEqual({ record, messages });

      const replace = messages.slice(0, 1).map((message) => ({ ...message, json: '"replaced"' }));
      const previous = structuredClone(record);
      const second = {
        previous,
        next: { ...nextOf(record), user: referenceTo(user) },
        append: newMessages(1, 3),
        replace,
      };
      second.next.lastSeq = 4;
      const expected = structuredClone({
        record: second.next,
        messages: [...replace, ...messages.slice(1), ...second.append],
      });
      expect((await writer.sessions.commit(second)).status).toBe('committed');
      spoil(second);
      expect(await readAll(writer, record.id)).toEqual(expected);
      expect(await readAll(other, record.id)).toEqual(expected);
    }
  });

  test('keeps nothing of what a user commit was handed', async () => {
    for (const [writer, other] of [
      [handles.first, handles.second],
      [handles.second, handles.first],
    ] as const) {
      const first = { previous: undefined, next: newUser({ metadata: '{"a":1}' }) };
      const result = await writer.users.commit(first);
      if (result.status !== 'committed') expect.fail(result.status);
      const user = structuredClone(result.record);
      spoil(first);
      expect(await writer.users.find(user.id)).toEqual(user);
      expect(await other.users.find(user.id)).toEqual(user);
    }
  });

  test('leaves what it is handed as it was', async () => {
    const user = await createUser(store);
    const messages = freeze(newMessages(2));
    const next = freeze(newSession({ user: referenceTo(user), lastSeq: 2 }));
    const first = await store.sessions.commit(freeze({ previous: undefined, next, append: messages, replace: [] }));
    if (first.status !== 'committed') expect.fail(first.status);
    const previous = freeze(first.record);
    const append = newMessages(1, 2);
    const replace = messages.map((message) => ({ ...message, json: '"replaced"' }));
    const commit = freeze({ previous, next: nextOf(previous, {}, append), append, replace });
    expect((await store.sessions.commit(commit)).status).toBe('committed');
    expect((await store.sessions.commit(commit)).status).toBe('conflict');
    expect((await store.users.commit(freeze({ previous: user, next: nextUserOf(user) }))).status).toBe('committed');
    const query = freeze({ state: 'live', userUuid: user.uuid, limit: 1, order: 'asc' } as const);
    expect((await store.sessions.list(query)).length).toBe(1);
    expect((await store.sessions.messagesById(next.id, freeze(uuidsOf(messages))))?.messages).toEqual(replace);
    await store.sessions.purge(freeze({ id: next.id, uuid: next.uuid }));
  });
}
