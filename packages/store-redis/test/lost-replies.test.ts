import { describeWithRedis } from '@scrollback/services/vitest';
import { type Store, StoreError, type UserRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { ScriptName } from '../src/scripts.js';
import { newPrefix, useResources } from './harness/open.js';
import {
  change,
  changeUser,
  commitChange,
  commitNew,
  create,
  createUser,
  newMessages,
  newSession,
  newUser,
  toTrash,
} from './harness/records.js';
import { cutAt } from './harness/victim.js';

/** The connection is cut before a request reaches Redis, or before its reply comes back: callers do not notice. */
describeWithRedis('a lost connection', (url) => {
  async function begin() {
    const { open, proxyTo } = useResources();
    const prefix = newPrefix();
    const proxy = await proxyTo(url);
    const store = open({ url: proxy.url, prefix });
    const other = open({ url, prefix });
    await store.ping();
    return { proxy, store, other };
  }

  /** What is done, the script at which the connection is cut, and what has to be true then. */
  const works: Record<string, [ScriptName, (store: Store, other: Store, cut: () => void) => Promise<void>]> = {
    'of a first commit': [
      'commitSession',
      async (store, other, cut) => {
        const messages = newMessages(3);
        cut();
        const record = await create(store, {}, messages);
        expect(await other.sessions.read(record.id, { last: 9, maxBytes: 1e6 })).toEqual({ record, messages });
        expect(await other.sessions.count({ state: 'live' })).toBe(1);
      },
    ],
    'of an append': [
      'commitSession',
      async (store, other, cut) => {
        const messages = newMessages(3);
        const record = await create(store, {}, messages.slice(0, 1));
        cut();
        const changed = await change(store, record, {}, { append: messages.slice(1) });
        expect(changed.version).toBe(2);
        expect(await other.sessions.read(record.id, { last: 9, maxBytes: 1e6 })).toEqual({ record: changed, messages });
      },
    ],
    'of a commit that is refused': [
      'commitSession',
      async (store, other, cut) => {
        const messages = newMessages(1);
        const record = await create(store, {}, messages);
        const current = await change(other, record);
        cut();
        expect(await commitChange(store, record)).toEqual({ status: 'conflict', current });
      },
    ],
    'of a first commit that is refused': [
      'commitSession',
      async (store, other, cut) => {
        const current = await create(other);
        cut();
        expect(await commitNew(store, { id: current.id })).toEqual({ status: 'conflict', current });
      },
    ],
    'of a commit with known messages': [
      'commitSession',
      async (store, _other, cut) => {
        const messages = newMessages(1);
        const record = await create(store, {}, messages);
        const append = messages.map((message) => ({ ...message, seq: 2 }));
        cut();
        expect(await commitChange(store, record, {}, append)).toEqual({ status: 'duplicate', messages });
      },
    ],
    'of placing': [
      'placeSession',
      async (store, other, cut) => {
        cut();
        const record = await create(store);
        expect(await other.sessions.list({ state: 'live', limit: 9, order: 'asc' })).toEqual([record]);
        cut();
        const trashed = await change(store, record, toTrash(record));
        expect(await other.sessions.list({ state: 'deleted', limit: 9, order: 'asc' })).toEqual([trashed]);
        expect(await other.sessions.count({ state: 'live' })).toBe(0);
      },
    ],
    'of a purge': [
      'purgeSession',
      async (store, other, cut) => {
        const record = await create(store, {}, newMessages(2));
        cut();
        expect(await store.sessions.purge(record)).toBe(true);
        expect(await other.sessions.find(record.id)).toBeUndefined();
        cut();
        expect(await store.sessions.purge(record)).toBe(false);
      },
    ],
    'of a trim': [
      'trimSession',
      async (store, other, cut) => {
        const messages = newMessages(6);
        const { id, uuid } = await create(store, {}, messages);
        cut();
        await store.sessions.trim({ id, uuid, after: 0, through: 4 });
        const uuids = messages.map((message) => message.uuid);
        expect((await other.sessions.messagesById(id, uuids))?.messages).toEqual(messages.slice(4));
      },
    ],
    'of a window': [
      'readSession',
      async (store, _other, cut) => {
        const messages = newMessages(6);
        const record = await create(store, {}, messages);
        cut();
        expect(await store.sessions.read(record.id, { last: 4, maxBytes: 1e6 })).toEqual({
          record,
          messages: messages.slice(2),
        });
      },
    ],
    'of a list': [
      'listSessions',
      async (store, _other, cut) => {
        const record = await create(store);
        cut();
        expect(await store.sessions.list({ state: 'live', limit: 4, order: 'asc' })).toEqual([record]);
      },
    ],
    'of a commit of a user': [
      'commitUser',
      async (store, other, cut) => {
        cut();
        const user = await createUser(store);
        cut();
        const changed = await changeUser(store, user, { email: 'a@b.example' });
        expect(await other.users.list({ state: 'live', limit: 9, order: 'asc' })).toEqual([changed]);
        cut();
        const stale = { previous: user, next: { ...user, version: 2 } };
        expect(await store.users.commit(stale)).toEqual({ status: 'conflict', current: changed });
        cut();
        const twin = { previous: undefined, next: newUser({ id: user.id }) };
        expect(await store.users.commit(twin)).toEqual({ status: 'conflict', current: changed });
      },
    ],
    'of a purge of a user': [
      'purgeUser',
      async (store, other, cut) => {
        const { id, uuid } = await changeUser(store, await createUser(store), { state: 'erasing' });
        cut();
        expect(await store.users.purge({ id, uuid })).toBe(true);
        expect(await other.users.find(id)).toBeUndefined();
        cut();
        expect(await store.users.purge({ id, uuid })).toBe(false);
      },
    ],
  };

  for (const [name, [script, work]] of Object.entries(works)) {
    for (const fate of ['cut-before', 'cut-after'] as const) {
      test(`${name} makes no difference (${fate})`, async () => {
        const { proxy, store, other } = await begin();
        await work(store, other, () => proxy.on(cutAt({ script }, fate)));
        expect(proxy.count()).toBeGreaterThan(0);
      });
    }
  }

  test('makes no difference to the answer of a purge that others finished meanwhile', async () => {
    const { proxy, store, other } = await begin();
    const record = await create(store);
    proxy.on(cutAt({ script: 'purgeSession' }, 'cut-after'));
    const purging = store.sessions.purge(record);
    while ((await other.sessions.find(record.id)) !== undefined);
    await proxy.refuse();
    // Its entry leads the others to the note.
    while ((await other.sessions.count({ state: 'live' })) > 0) {
      await other.sessions.list({ state: 'live', limit: 1, order: 'asc' });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    await proxy.restore();
    expect(await purging).toBe(true);
  });

  /** The reply of a commit is lost, and others write so many times before the connection is back. */
  async function loseReply(fate: 'cut-before' | 'cut-after', othersWrite: number) {
    const { proxy, store, other } = await begin();
    const record = await create(store, { metadata: '{"by":"nobody"}' });
    proxy.on(cutAt({ script: 'commitSession' }, fate));
    const committing = commitChange(store, record, { metadata: '{"by":"store"}' }).catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await proxy.refuse();
    for (let turn = 0; turn < othersWrite; turn += 1) {
      const current = (await other.sessions.find(record.id)) ?? record;
      await change(other, current, {}, { append: newMessages(1, current.lastSeq) });
    }
    await proxy.restore();
    const answer = await committing;
    return { answer, record, current: await other.sessions.find(record.id) };
  }

  test('is seen through when others have written a little since', async () => {
    const done = await loseReply('cut-after', 2);
    expect(done.answer.status).toBe('committed');
    expect(done.answer.record).toEqual({ ...done.record, version: 2, metadata: '{"by":"store"}' });
    expect(done.current?.version).toBe(4);
    const undone = await loseReply('cut-before', 2);
    expect(undone.answer).toEqual({ status: 'conflict', current: undone.current });
    expect(undone.current?.metadata).toBe('{"by":"nobody"}');
  });

  test('is reported as an unknown outcome when others have written a lot since', async () => {
    for (const fate of ['cut-before', 'cut-after'] as const) {
      const { answer } = await loseReply(fate, 30);
      expect(StoreError.isInstance(answer) && answer.code).toBe('store_outcome_unknown');
    }
  });

  test('of a first commit is seen through when the session was purged, and made again, meanwhile', async () => {
    for (const fate of ['cut-before', 'cut-after'] as const) {
      const { proxy, store, other } = await begin();
      const next = newSession();
      proxy.on(cutAt({ script: 'commitSession' }, fate));
      const committing = store.sessions.commit({ previous: undefined, next, append: [], replace: [] });
      await new Promise((resolve) => setTimeout(resolve, 40));
      await proxy.refuse();
      const made = await other.sessions.find(next.id);
      if (made !== undefined) await other.sessions.purge(made);
      const current = await create(other, { id: next.id });
      await proxy.restore();
      const answer = await committing;
      if (fate === 'cut-before') expect(answer).toEqual({ status: 'conflict', current });
      else expect(answer).toEqual({ status: 'committed', record: made });
      expect(await other.sessions.find(next.id)).toEqual(current);
    }
  });

  test('of a first commit does not bring back what was purged meanwhile', async () => {
    const { proxy, store, other } = await begin();
    const next = newSession();
    proxy.on(cutAt({ script: 'commitSession' }, 'cut-after'));
    const committing = store.sessions.commit({ previous: undefined, next, append: newMessages(2), replace: [] });
    await new Promise((resolve) => setTimeout(resolve, 40));
    await proxy.refuse();
    const made = await other.sessions.find(next.id);
    expect(await other.sessions.purge({ id: next.id, uuid: next.uuid })).toBe(true);
    await proxy.restore();
    expect(await committing).toEqual({ status: 'committed', record: made });
    expect(await other.sessions.find(next.id)).toBeUndefined();
    expect(await other.sessions.count({ state: 'live' })).toBe(0);
  });

  test('of a first commit for a user that is gone does not bring back what was refused meanwhile', async () => {
    const { proxy, store, other } = await begin();
    const { id, uuid } = await changeUser(other, await createUser(other), { state: 'erasing' });
    const next = newSession({ user: { id, uuid } });
    proxy.on(cutAt({ script: 'commitSession' }, 'cut-after'));
    const committing = store.sessions.commit({ previous: undefined, next, append: newMessages(2), replace: [] });
    await new Promise((resolve) => setTimeout(resolve, 40));
    await proxy.refuse();
    expect(await other.sessions.find(next.id)).toBeUndefined();
    await proxy.restore();
    expect(await committing).toEqual({ status: 'user_gone' });
    expect(await other.sessions.find(next.id)).toBeUndefined();
    expect(await other.users.purge({ id, uuid })).toBe(true);
  });

  test('of a first commit of a user does not bring back a user that was purged meanwhile', async () => {
    const { proxy, store, other } = await begin();
    const next = newUser();
    proxy.on(cutAt({ script: 'commitUser' }, 'cut-after'));
    const committing = store.users.commit({ previous: undefined, next });
    await new Promise((resolve) => setTimeout(resolve, 40));
    await proxy.refuse();
    const made = (await other.users.find(next.id)) as UserRecord;
    await changeUser(other, made, { state: 'erasing' });
    expect(await other.users.purge({ id: next.id, uuid: next.uuid })).toBe(true);
    await proxy.restore();
    expect(await committing).toEqual({ status: 'committed', record: made });
    expect(await other.users.find(next.id)).toBeUndefined();
    expect(await other.users.list({ state: 'live', limit: 9, order: 'asc' })).toEqual([]);
    // A later life of the id is another matter, and is not taken for the one before either.
    const later = await createUser(other, { id: next.id });
    expect(later.position).toBeGreaterThan(made.position);
    expect(await other.users.find(next.id)).toEqual(later);
  });

  test('at random moments loses and repeats nothing that 32 writers write', async () => {
    const { proxy, store, other } = await begin();
    const ids = Array.from({ length: 8 }, () => newSession().id);
    const acknowledged = new Map<string, string[]>(ids.map((id) => [id, []]));
    let [cuts, stopAt] = [0, Date.now() + 4_000];
    proxy.on(() => {
      const dice = Math.random();
      if (dice > 0.01) return 'forward';
      cuts += 1;
      return dice > 0.005 ? 'cut-after' : 'cut-before';
    });
    const writer = async (_: unknown, index: number) => {
      const id = ids[index % ids.length] as string;
      let current = await store.sessions.find(id).catch(() => undefined);
      while (Date.now() < stopAt) {
        const append = newMessages(2, current?.lastSeq);
        try {
          const result = await (current === undefined
            ? commitNew(store, { id }, append)
            : commitChange(store, current, {}, append));
          if (result.status === 'committed') {
            current = result.record;
            acknowledged.get(id)?.push(...append.map(({ uuid, seq }) => `${seq} ${uuid}`));
          } else if (result.status === 'conflict') current = result.current;
        } catch (error) {
          if (!StoreError.isInstance(error)) throw error;
          current = await other.sessions.find(id);
        }
      }
    };
    await Promise.all(Array.from({ length: 32 }, writer));
    stopAt = 0;
    expect(cuts).toBeGreaterThan(5);
    for (const [id, expected] of acknowledged) {
      const snapshot = await other.sessions.read(id, { after: 0, limit: 1_000_000, maxBytes: 1e9 });
      const stored = snapshot?.messages.map(({ uuid, seq }) => `${seq} ${uuid}`) ?? [];
      expect(new Set(stored).size).toBe(snapshot?.record.lastSeq);
      expect(expected.filter((message) => !stored.includes(message))).toEqual([]);
    }
  });
});
