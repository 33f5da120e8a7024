import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { expectRefusal } from '../harness/refusals.js';
import { useServices } from '../harness/services.js';
import { range, readAll, seqsOf } from '../harness/sessions.js';
import { idsOf } from '../harness/walk.js';

const written = (count: number) =>
  range(1, count).map((n) => ({ uuid: newUuid(), role: 'user', content: `message ${n}` }));

export function domainSessionsTopic(handles: Handles): void {
  const { store } = handles;
  const { sessions, messages, users } = useServices(handles);
  const patch = (value: object) => ({ metadata: { mode: 'merge_patch', patch: { ...value } } }) as const;
  const createWith = async (count: number) => {
    const id = newId();
    const sent = written(count);
    await messages.append(id, { messages: sent, metadata: { title: 'kept' } });
    return { id, sent };
  };
  const visible = async (id: string) => seqsOf(await messages.window(id, 1_000));

  test('creating refuses an id that exists, live or in the trash', async () => {
    const created = await sessions.create({ id: newId(), metadata: { a: 1 } });
    await expectRefusal(sessions.create({ id: created.id }), 'session_exists');
    await expectRefusal(sessions.create({ id: created.id }), 'session_exists');
    expect(await sessions.get(created.id)).toEqual(created);
    const deleted = await sessions.delete(created.id);
    await expectRefusal(sessions.create({ id: created.id }), 'session_exists');
    await expectRefusal(sessions.create({ id: created.id }), 'session_exists');
    expect(await store.sessions.find(created.id)).toEqual(deleted);
  });

  test('creating refuses an unknown user and stores nothing', async () => {
    const id = newId();
    await expectRefusal(sessions.create({ id, userId: newId('nobody') }), 'unknown_user');
    expect(await store.sessions.find(id)).toBeUndefined();
    await sessions.create({ id });
  });

  test('updating merges deeply, keeps what it does not name, and removes what is null', async () => {
    const { id } = await sessions.create({ id: newId(), metadata: { a: { b: 1, c: { d: [1, 2] } }, e: 'x' } });
    await sessions.update(id, patch({ a: { c: { f: null, g: {} }, b: 2 }, e: null }));
    await sessions.update(id, patch({ h: [], a: { c: { d: [] } } }));
    const { metadata } = await sessions.get(id);
    expect(JSON.parse(metadata ?? '')).toEqual({ a: { b: 2, c: { d: [], g: {} } }, h: [] });
  });

  test('updating leaves numbers and keys of what it does not name as they were', async () => {
    const text =
      '{"at":1700000000000123,"third":0.12345678901234567,"constructor":{"prototype":1},"__proto__":{"x":1},"empty":[]}';
    const { id } = await sessions.create({ id: newId(), metadata: JSON.parse(text) });
    await sessions.update(id, patch({ more: 1 }));
    const { metadata } = await sessions.get(id);
    const stored = JSON.parse(metadata ?? '');
    expect(Object.keys(stored).sort()).toEqual([...Object.keys(JSON.parse(text)), 'more'].sort());
    expect(stored.at).toBe(1_700_000_000_000_123);
    expect(metadata).toContain('0.12345678901234567'.slice(0, 18));
    expect(stored.empty).toEqual([]);
  });

  test('keeps 200 keys of 200 that are merged in parallel', async () => {
    const { id } = await sessions.create({ id: newId() });
    const keys = range(1, 200).map((n) => `key-${n}`);
    await Promise.all(keys.map((key) => sessions.update(id, patch({ [key]: 1 }))));
    const { metadata } = await sessions.get(id);
    expect(Object.keys(JSON.parse(metadata ?? '')).sort()).toEqual(keys.sort());
  });

  test('deleting hides the session and its messages from every read and list', async () => {
    const user = await users.create({ id: newId('user') });
    const { id, sent } = await createWith(3);
    await sessions.update(id, { userId: user.id });
    const { position } = await sessions.delete(id);
    await expectRefusal(sessions.get(id), 'session_not_found');
    await expectRefusal(messages.window(id, 5), 'session_not_found');
    await expectRefusal(messages.list(id, { limit: 5, order: 'asc' }), 'session_not_found');
    await expectRefusal(messages.get(id, sent[0]?.uuid ?? ''), 'session_not_found');
    const page = { after: position - 1, limit: 1, order: 'asc' } as const;
    expect(idsOf(await sessions.list({ ...page, state: 'live' }))).not.toContain(id);
    expect(idsOf(await sessions.list({ ...page, state: 'deleted' }))).toEqual([id]);
    expect(await sessions.list({ ...page, state: 'live', userId: user.id })).toEqual([]);
    expect(idsOf(await sessions.list({ ...page, state: 'deleted', userId: user.id }))).toEqual([id]);
  });

  test('a session in the trash cannot be changed but by a restore or an append', async () => {
    const { id, sent } = await createWith(2);
    const deleted = await sessions.delete(id);
    await expectRefusal(sessions.update(id, patch({ a: 1 })), 'session_not_found');
    await expectRefusal(sessions.delete(id), 'session_not_found');
    await expectRefusal(messages.clear(id), 'session_not_found');
    await expectRefusal(messages.update(id, sent[0]?.uuid ?? '', patch({ a: 1 })), 'session_not_found');
    expect(await store.sessions.find(id)).toEqual(deleted);
  });

  test('appending brings a session back as it was, but the messages that were deleted with it stay deleted', async () => {
    const { id } = await createWith(3);
    const before = await sessions.get(id);
    await sessions.delete(id);
    await messages.append(id, { messages: written(2) });
    const after = await sessions.get(id);
    expect(await visible(id)).toEqual([4, 5]);
    expect(after).toMatchObject({
      state: 'live',
      uuid: before.uuid,
      position: before.position,
      metadata: before.metadata,
    });
    expect(after.createdAt).toBe(before.createdAt);
    await sessions.delete(id);
    await sessions.restore(id);
    expect(await visible(id)).toEqual([4, 5]);
  });

  test('restoring returns exactly the messages that went', async () => {
    const { id } = await createWith(2);
    await messages.clear(id);
    await messages.append(id, { messages: written(3) });
    const before = await readAll(store, id);
    await sessions.delete(id);
    const restored = await sessions.restore(id);
    expect(await readAll(store, id)).toEqual({ record: restored, messages: before?.messages });
    expect(await visible(id)).toEqual([3, 4, 5]);
    expect(restored).toMatchObject({
      position: before?.record.position,
      metadata: before?.record.metadata,
      state: 'live',
    });
    await messages.append(id, { messages: written(1) });
    expect(await visible(id)).toEqual([3, 4, 5, 6]);
  });

  test('restoring refuses a session that is live or does not exist', async () => {
    const { id } = await createWith(1);
    await expectRefusal(sessions.restore(id), 'session_not_deleted');
    await expectRefusal(sessions.restore(newId()), 'session_not_found');
    expect(await visible(id)).toEqual([1]);
  });

  test('of deletions, and of restores, that race exactly one happens', async () => {
    for (const _ of range(1, 5)) {
      const { id } = await createWith(2);
      const { version } = await sessions.get(id);
      const succeeded = (outcomes: PromiseSettledResult<unknown>[]) =>
        outcomes.filter(({ status }) => status === 'fulfilled').length;
      expect(succeeded(await Promise.allSettled(range(1, 10).map(() => sessions.delete(id))))).toBe(1);
      expect(succeeded(await Promise.allSettled(range(1, 10).map(() => sessions.restore(id))))).toBe(1);
      expect(await sessions.get(id)).toMatchObject({ version: version + 2 });
      expect(await visible(id)).toEqual([1, 2]);
    }
  });

  test('a session without a user can be given one, and keeps it', async () => {
    const [owner, other] = [await users.create({ id: newId('user') }), await users.create({ id: newId('user') })];
    const { id } = await createWith(1);
    const before = await sessions.get(id);
    await expectRefusal(sessions.update(id, { userId: newId('nobody'), ...patch({ a: 1 }) }), 'unknown_user');
    expect(await sessions.get(id)).toEqual(before);
    const owned = await sessions.update(id, { userId: owner.id });
    expect(owned.user).toEqual({ id: owner.id, uuid: owner.uuid });
    await expectRefusal(sessions.update(id, { userId: other.id }), 'session_has_user');
    expect(await sessions.get(id)).toEqual(owned);
    expect(await sessions.list({ state: 'live', userId: owner.id, limit: 5, order: 'asc' })).toEqual([owned]);
    expect(await sessions.list({ state: 'live', userId: other.id, limit: 5, order: 'asc' })).toEqual([]);
  });

  test('a precondition lets only the version through that it names', async () => {
    const stale = await sessions.create({ id: newId() });
    const { id } = stale;
    const current = await sessions.update(id, patch({ a: 1 }));
    for (const refused of [stale, { uuid: newUuid(), version: current.version }]) {
      const precondition = [{ uuid: refused.uuid, version: refused.version }];
      await expectRefusal(sessions.update(id, { ...patch({ b: 1 }), precondition }), 'precondition_failed');
      await expectRefusal(sessions.delete(id, { precondition }), 'precondition_failed');
      await expectRefusal(messages.clear(id, { precondition }), 'precondition_failed');
      await expectRefusal(messages.append(id, { messages: written(1), precondition }), 'precondition_failed');
    }
    expect(await sessions.get(id)).toEqual(current);
    const precondition = [{ uuid: current.uuid, version: current.version }];
    await sessions.update(id, { ...patch({ b: 1 }), precondition });
    expect(JSON.parse((await sessions.get(id)).metadata ?? '')).toEqual({ a: 1, b: 1 });
  });

  test('times never run backwards, whatever the clocks of two servers say', async () => {
    const early = useServices(handles, { now: () => 1_600_000_000_000 });
    const { id, createdAt } = await sessions.create({ id: newId() });
    const { updatedAt } = await sessions.update(id, patch({ a: 1 }));
    const later = await early.sessions.update(id, patch({ b: 1 }));
    expect(later.updatedAt).toBeGreaterThanOrEqual(updatedAt);
    expect(later.createdAt).toBe(createdAt);
  });
}
