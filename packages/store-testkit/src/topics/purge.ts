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
import { createUser } from '../harness/users.js';

export function purgeTopic({ store }: Handles): void {
  test('removes a session with everything it owns', async () => {
    const user = referenceTo(await createUser(store));
    const messages = newMessages(3);
    const record = await trash(store, await create(store, { user }, messages));
    const { id, uuid } = record;
    expect(await store.sessions.purge({ id, uuid })).toBe(true);
    expect(await store.sessions.find(id)).toBeUndefined();
    expect(await readAll(store, id)).toBeUndefined();
    expect(await store.sessions.messagesById(id, uuidsOf(messages))).toBeUndefined();
    for (const state of ['live', 'deleted'] as const) {
      expect(await store.sessions.list({ state, userUuid: user.uuid, limit: 9, order: 'asc' })).toEqual([]);
      expect(await store.sessions.count({ state, userUuid: user.uuid })).toBe(0);
      const newest = await store.sessions.list({ state, limit: 9, order: 'desc' });
      expect(newest.some((listed) => listed.id === id)).toBe(false);
    }
  });

  test('removes live sessions too', async () => {
    const { id, uuid } = await create(store, {}, newMessages(1));
    expect(await store.sessions.purge({ id, uuid })).toBe(true);
    expect(await store.sessions.find(id)).toBeUndefined();
  });

  test('answers true once', async () => {
    const { id, uuid } = await create(store);
    expect(await store.sessions.purge({ id: newId(), uuid })).toBe(false);
    expect(await store.sessions.purge({ id, uuid })).toBe(true);
    expect(await store.sessions.purge({ id, uuid })).toBe(false);
  });

  test('leaves a session with another uuid alone', async () => {
    const record = await create(store, {}, newMessages(2));
    const before = await readAll(store, record.id);
    expect(await store.sessions.purge({ id: record.id, uuid: newUuid() })).toBe(false);
    expect(await store.sessions.purge({ id: record.id, uuid: newUuid(), version: record.version })).toBe(false);
    expect(await readAll(store, record.id)).toEqual(before);
  });

  test('leaves a session with another version alone when a version is given', async () => {
    const stale = await create(store, {}, newMessages(2));
    const { id, uuid, version } = await change(store, stale, {});
    const before = await readAll(store, id);
    expect(await store.sessions.purge({ id, uuid, version: stale.version })).toBe(false);
    expect(await store.sessions.purge({ id, uuid, version: version + 1 })).toBe(false);
    expect(await readAll(store, id)).toEqual(before);
    expect(await store.sessions.purge({ id, uuid, version })).toBe(true);
    expect(await store.sessions.find(id)).toBeUndefined();
  });

  test('removes whatever version is stored when none is given', async () => {
    const { id, uuid } = await change(store, await change(store, await create(store), {}), { metadata: '{}' });
    expect(await store.sessions.purge({ id, uuid, version: undefined })).toBe(true);
    expect(await store.sessions.find(id)).toBeUndefined();
  });

  test('leaves nothing that a later session of the same id could see', async () => {
    const messages = newMessages(4);
    const { id, uuid, position } = await create(store, { metadata: '{"life":1}' }, messages);
    await store.sessions.purge({ id, uuid });
    const again = await create(store, { id });
    expect(again.position).toBeGreaterThan(position);
    expect(await readAll(store, id)).toEqual({ record: again, messages: [] });
    expect(await store.sessions.messagesById(id, uuidsOf(messages))).toEqual({ record: again, messages: [] });
    const changed = await change(store, again, {}, { append: messages.slice(0, 2) });
    expect(await readAll(store, id)).toEqual({ record: changed, messages: messages.slice(0, 2) });
  });

  test('is not undone by a slow writer', async () => {
    const known = await create(store, {}, newMessages(1));
    const { id, uuid } = known;
    await store.sessions.purge({ id, uuid });
    const append = newMessages(1, 1);
    const commit = { previous: known, next: nextOf(known, {}, append), append, replace: [] };
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current: undefined });
    expect(await store.sessions.find(id)).toBeUndefined();
    expect(await readAll(store, id)).toBeUndefined();
  });

  test('keeps a slow writer from the later session of the same id, also at the same version', async () => {
    const known = await create(store, {}, newMessages(1));
    const { id, uuid } = known;
    await store.sessions.purge({ id, uuid });
    const later = await create(store, { id, version: known.version }, newMessages(1));
    const before = await readAll(store, id);
    const append = newMessages(1, 1);
    const commit = { previous: known, next: nextOf(known, {}, append), append, replace: [] };
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current: later });
    expect(await store.sessions.purge({ id, uuid })).toBe(false);
    expect(await store.sessions.purge({ id, uuid, version: later.version })).toBe(false);
    expect(await readAll(store, id)).toEqual(before);
    const listed = await store.sessions.list({ state: 'live', after: known.position, limit: 1, order: 'asc' });
    expect(listed).toEqual([later]);
  });

  test('of purges that race exactly one answers true', async () => {
    for (const _ of range(1, 10)) {
      const { id, uuid, version } = await create(store, {}, newMessages(2));
      const targets = range(1, 8).map((n) => (n % 2 === 0 ? { id, uuid } : { id, uuid, version }));
      const answers = await Promise.all(targets.map((target) => store.sessions.purge(target)));
      expect(answers.filter((answer) => answer).length).toBe(1);
      expect(await store.sessions.find(id)).toBeUndefined();
    }
  });

  test('of a purge of one version and a commit on it exactly one happens', async () => {
    for (const round of range(1, 30)) {
      const previous = await create(store, {}, newMessages(1));
      const { id, uuid, version } = previous;
      const append = newMessages(1, 1);
      const commit = { previous, next: nextOf(previous, {}, append), append, replace: [] };
      const committing = () => store.sessions.commit(commit);
      const purging = () => store.sessions.purge({ id, uuid, version });
      const [result, purged] =
        round % 2 === 0
          ? await Promise.all([committing(), purging()])
          : await Promise.all([purging(), committing()]).then(([first, second]) => [second, first] as const);
      if (purged) expect(result).toEqual({ status: 'conflict', current: undefined });
      else expect(result.status).toBe('committed');
      const stored = await readAll(store, id);
      expect(stored?.messages.length).toBe(purged ? undefined : 2);
    }
  });

  test('of any version leaves nothing when commits race with it', async () => {
    for (const _ of range(1, 15)) {
      let record = await create(store, {}, newMessages(1));
      const { id, uuid, position } = record;
      const writer = async () => {
        for (;;) {
          const append = newMessages(2, record.lastSeq);
          const next = nextOf(record, {}, append);
          const result = await store.sessions.commit({ previous: record, next, append, replace: [] });
          if (result.status !== 'committed') return result;
          record = result.record;
          await nextTurn();
          if (record.version > 5_000) expect.fail('The purge never happened.');
        }
      };
      const [result, purged] = await Promise.all([writer(), store.sessions.purge({ id, uuid })]);
      expect(purged).toBe(true);
      expect(result).toEqual({ status: 'conflict', current: undefined });
      expect(await store.sessions.find(id)).toBeUndefined();
      const next = await store.sessions.list({ state: 'live', after: position - 1, limit: 1, order: 'asc' });
      expect(next.some((listed) => listed.id === id)).toBe(false);
      const later = await create(store, { id });
      expect(await readAll(store, id)).toEqual({ record: later, messages: [] });
    }
  });

  test('takes nothing from the next session of the id that is made at the same time', async () => {
    for (const count of range(1, 15)) {
      const { id, uuid } = await create(store, {}, newMessages(5));
      const append = newMessages((count % 5) + 1);
      const next = newSession({ id, lastSeq: append.length });
      const maker = async () => {
        for (let attempt = 0; attempt < 10_000; attempt++) {
          const result = await store.sessions.commit({ previous: undefined, next, append, replace: [] });
          if (result.status === 'committed') return result.record;
          await nextTurn();
        }
        return expect.fail('The session was never purged.');
      };
      const [record] = await Promise.all([maker(), store.sessions.purge({ id, uuid })]);
      expect(await readAll(store, id)).toEqual({ record, messages: append });
    }
  });

  test('leaves one life of an id that is purged and made again by many', async () => {
    const id = newId('reused');
    const maker = async () => {
      for (const _ of range(1, 12)) {
        const append = newMessages(2);
        const next = newSession({ id, lastSeq: 2 });
        const result = await store.sessions.commit({ previous: undefined, next, append, replace: [] });
        const uuid = result.status === 'conflict' ? result.current?.uuid : next.uuid;
        if (uuid !== undefined) await store.sessions.purge({ id, uuid });
      }
    };
    const before = (await create(store)).position;
    await Promise.all(range(1, 6).map(maker));
    const stored = await store.sessions.find(id);
    if (stored !== undefined) await store.sessions.purge({ id, uuid: stored.uuid });
    const last = await create(store, { id }, newMessages(1));
    expect((await readAll(store, id))?.messages.length).toBe(1);
    const listed = await store.sessions.list({ state: 'live', after: before, limit: 500, order: 'asc' });
    expect(listed.filter((record) => record.id === id)).toEqual([last]);
  });
}
