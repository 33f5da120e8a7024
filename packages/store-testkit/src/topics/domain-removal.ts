import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import { expectRefusal } from '../harness/refusals.js';
import { useServices } from '../harness/services.js';
import { range, readAll, seqsOf, uuidsOf } from '../harness/sessions.js';
import { idsOf } from '../harness/walk.js';

const HOUR = 3_600_000;

const written = (count: number) =>
  range(1, count).map((n) => ({ uuid: newUuid(), role: 'user', content: `message ${n}` }));

/** What goes for good: by a purge run, or with its user. */
export function domainRemovalTopic(handles: Handles): void {
  const { store } = handles;
  const { sessions, messages, users, purge } = useServices(handles);
  /** Servers an hour ago. */
  const past = useServices(handles, { now: () => Date.now() - HOUR });
  const createWith = async (count: number, userId?: string) => {
    const id = newId();
    const sent = written(count);
    await messages.append(id, { messages: sent, userId });
    return { id, sent };
  };
  /** Brings the store to rest: what other tests left in the trash goes. */
  const empty = () => purge.run({ minAgeMs: 0 });

  test('a purge run removes what is in the trash, and counts it', async () => {
    await empty();
    const kept = await createWith(2);
    const deleted = [await createWith(3), await createWith(4)];
    for (const { id } of deleted) await sessions.delete(id);
    expect(await purge.run({ minAgeMs: 0 })).toEqual({ sessionCount: 2, messageCount: 7, userCount: 0, failures: [] });
    for (const { id } of deleted) {
      expect(await store.sessions.find(id)).toBeUndefined();
      await expectRefusal(sessions.restore(id), 'session_not_found');
    }
    expect((await readAll(store, kept.id))?.messages.length).toBe(2);
    expect(await purge.run({ minAgeMs: 0 })).toEqual({ sessionCount: 0, messageCount: 0, userCount: 0, failures: [] });
  });

  test('a purge run leaves what has not been in the trash for long enough', async () => {
    await empty();
    const old = await createWith(1);
    const young = await createWith(1);
    await past.sessions.delete(old.id);
    await sessions.delete(young.id);
    // An hour-old deletion cannot be dated before the last change, so the age is judged by what is stored.
    const { deletedAt } = (await store.sessions.find(old.id)) ?? {};
    expect(deletedAt).toBeLessThan(Date.now() - HOUR / 2);
    await purge.run({ minAgeMs: HOUR / 2 });
    expect(await store.sessions.find(old.id)).toBeUndefined();
    expect((await store.sessions.find(young.id))?.state).toBe('deleted');
    expect(seqsOf(await messages.window((await sessions.restore(young.id)).id, 5))).toEqual([1]);
  });

  test('a purge run removes deleted messages of a live session and leaves the others', async () => {
    await empty();
    const { id, sent } = await createWith(4);
    await messages.clear(id);
    const later = written(2);
    await messages.append(id, { messages: later });
    expect(await purge.run({ minAgeMs: 0 })).toEqual({ sessionCount: 0, messageCount: 4, userCount: 0, failures: [] });
    expect(seqsOf(await messages.window(id, 10))).toEqual([5, 6]);
    expect(
      (
        await store.sessions.messagesById(
          id,
          sent.map(({ uuid }) => uuid),
        )
      )?.messages,
    ).toEqual([]);
    // Their uuids are free again.
    expect(seqsOf(await messages.append(id, { messages: sent }))).toEqual([7, 8, 9, 10]);
    expect(await store.sessions.due({ before: Date.now() + HOUR, limit: 100 })).toEqual([]);
  });

  test('a purge run leaves what a restore would put back', async () => {
    await empty();
    const { id } = await createWith(2);
    await messages.clear(id);
    await messages.append(id, { messages: written(3) });
    // Cleared an hour ago for the purge, deleted just now: only the cleared messages may go.
    await past.purge.run({ minAgeMs: 0 });
    await sessions.delete(id);
    await purge.run({ minAgeMs: HOUR / 2 });
    await sessions.restore(id);
    expect(seqsOf(await messages.window(id, 10))).toEqual([3, 4, 5]);
  });

  test('a purge run leaves a session that came back by an append, with its new messages', async () => {
    await empty();
    const { id } = await createWith(3);
    await sessions.delete(id);
    await messages.append(id, { messages: written(2) });
    await purge.run({ minAgeMs: 0 });
    expect(seqsOf(await messages.window(id, 10))).toEqual([4, 5]);
    const { position, uuid } = await sessions.get(id);
    const listed = await sessions.list({ state: 'live', after: position - 1, limit: 1, order: 'asc' });
    expect(listed).toMatchObject([{ id, uuid }]);
  });

  test('an id can be used again after a purge, for another session', async () => {
    const { id, sent } = await createWith(2);
    const before = await sessions.get(id);
    await sessions.delete(id);
    await purge.run({ minAgeMs: 0 });
    // Both servers remember the session that is gone.
    expect(seqsOf(await messages.append(id, { messages: sent.slice(0, 1) }))).toEqual([1]);
    expect(seqsOf(await messages.append(id, { messages: sent.slice(1) }))).toEqual([2]);
    const after = await sessions.get(id);
    expect(after.uuid).not.toBe(before.uuid);
    expect(after.position).toBeGreaterThan(before.position);
  });

  test('purge runs on two servers while others append, delete and restore leave every session whole', async () => {
    const all = await Promise.all(range(1, 12).map(() => createWith(2)));
    let working = true;
    const purger = async () => {
      for (; working; await nextTurn()) await purge.run({ minAgeMs: 0 });
    };
    const worker = async ({ id }: { id: string }) => {
      for (const _ of range(1, 6)) {
        await Promise.allSettled([
          sessions.delete(id),
          messages.append(id, { messages: written(2) }),
          sessions.restore(id),
        ]);
      }
      await messages.append(id, { messages: written(1) });
    };
    const work = Promise.all(all.map(worker)).finally(() => (working = false));
    await Promise.all([work, purger(), purger()]);
    for (const { id } of all) {
      const stored = await readAll(store, id);
      const { lastSeq = 0, hiddenThrough = 0, state, position = 0 } = stored?.record ?? {};
      expect(state).toBe('live');
      expect(seqsOf(stored)).toEqual(range(hiddenThrough + 1, lastSeq));
      expect(await store.sessions.list({ state: 'live', after: position - 1, limit: 1, order: 'asc' })).toEqual([
        stored?.record,
      ]);
    }
  });

  test('erasing a user removes it with all its sessions and messages, and counts them', async () => {
    const user = await users.create({ id: newId('user'), email: 'ada@example.org' });
    const other = await users.create({ id: newId('user') });
    const own = [await createWith(3, user.id), await createWith(2, user.id), await createWith(0, user.id)];
    const foreign = await createWith(2, other.id);
    await sessions.delete(own[1]?.id ?? '');
    expect(await users.erase(user.id)).toEqual({ sessionCount: 3, messageCount: 5 });
    for (const { id, sent } of own) {
      expect(await store.sessions.find(id)).toBeUndefined();
      expect((await store.sessions.messagesById(id, uuidsOf([]))) ?? sent).toEqual(sent);
    }
    await expectRefusal(users.get(user.id), 'user_not_found');
    await expectRefusal(users.erase(user.id), 'user_not_found');
    await expectRefusal(sessions.create({ id: newId(), userId: user.id }), 'unknown_user');
    expect(await sessions.list({ state: 'live', userId: user.id, limit: 5, order: 'asc' })).toEqual([]);
    const newest = await users.list({ limit: 5, order: 'desc' });
    expect(idsOf(newest)).not.toContain(user.id);
    expect(seqsOf(await messages.window(foreign.id, 5))).toEqual([1, 2]);
  });

  test('a user that is erased by two servers at once is counted once', async () => {
    const user = await users.create({ id: newId('user') });
    await Promise.all(range(1, 30).map(() => createWith(2, user.id)));
    const outcomes = await Promise.allSettled(range(1, 4).map(() => users.erase(user.id)));
    const counts = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(counts.reduce((sum, { sessionCount }) => sum + sessionCount, 0)).toBe(30);
    expect(counts.reduce((sum, { messageCount }) => sum + messageCount, 0)).toBe(60);
    expect(await store.users.find(user.id)).toBeUndefined();
  });

  test('an erasure comes to its end while somebody keeps writing to a session', async () => {
    const user = await users.create({ id: newId('user') });
    const { id } = await createWith(2, user.id);
    const life = (await store.sessions.find(id))?.uuid;
    let isWriting = true;
    const writer = async () => {
      while (isWriting) {
        await messages.append(id, { messages: written(1) });
        await nextTurn();
      }
    };
    const writers = range(1, 4).map(writer);
    const erased = await users.erase(user.id).finally(() => (isWriting = false));
    await Promise.all(writers);
    expect(erased.sessionCount).toBe(1);
    expect(await store.users.find(user.id)).toBeUndefined();
    const after = await store.sessions.find(id);
    expect(after?.uuid).not.toBe(life);
    expect(after?.user ?? null).toBeNull();
  });

  test('an erasure that was cut short is finished by a purge run of any server', async () => {
    const user = await users.create({ id: newId('user') });
    const { id } = await createWith(2, user.id);
    const { status } = await store.users.commit({
      previous: user,
      next: { ...user, version: user.version + 1, state: 'erasing' },
    });
    expect(status).toBe('committed');
    await expectRefusal(users.get(user.id), 'user_not_found');
    await expectRefusal(users.create({ id: user.id }), 'user_erasing');
    await expectRefusal(sessions.create({ id: newId(), userId: user.id }), 'unknown_user');
    expect((await purge.run({ minAgeMs: 0 })).userCount).toBeGreaterThanOrEqual(1);
    expect(await store.users.find(user.id)).toBeUndefined();
    expect(await store.sessions.find(id)).toBeUndefined();
  });

  test('a later user of the same id begins with nothing', async () => {
    const user = await users.create({ id: newId('user'), metadata: { life: 1 } });
    const { id } = await createWith(2, user.id);
    await users.erase(user.id);
    const later = await users.create({ id: user.id });
    expect(later).toMatchObject({ metadata: null, version: 1 });
    expect(later.uuid).not.toBe(user.uuid);
    expect(await sessions.list({ state: 'live', userId: user.id, limit: 5, order: 'asc' })).toEqual([]);
    const session = await sessions.create({ id, userId: user.id });
    expect(session.user).toEqual({ id: user.id, uuid: later.uuid });
    expect(seqsOf(await messages.window(id, 5))).toEqual([]);
  });

  test('users are created once, changed without loss, and listed', async () => {
    const id = newId('user');
    const outcomes = await Promise.allSettled(range(1, 8).map(() => users.create({ id })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    await expectRefusal(users.create({ id }), 'user_exists');
    const keys = range(1, 60).map((n) => `key-${n}`);
    const merges = keys.map((key) => users.update(id, { metadata: { mode: 'merge_patch', patch: { [key]: 1 } } }));
    await Promise.all([...merges, users.update(id, { fields: { email: 'a@example.org' } })]);
    const user = await users.get(id);
    expect(Object.keys(JSON.parse(user.metadata ?? '')).sort()).toEqual(keys.sort());
    expect(user).toMatchObject({ email: 'a@example.org', version: 62 });
    expect(await users.list({ limit: 1, order: 'desc' })).toEqual([user]);
  });
}
