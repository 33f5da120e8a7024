import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import {
  change,
  create,
  newMessages,
  newSession,
  nextOf,
  range,
  readAll,
  trash,
  uuidsOf,
} from '../harness/sessions.js';
import { createUser } from '../harness/users.js';

const MAX = Number.MAX_SAFE_INTEGER;

export function commitTopic({ store }: Handles): void {
  test('gives a first commit its position before it answers', async () => {
    const next = newSession({ metadata: '{"title":"first"}' });
    const result = await store.sessions.commit({ previous: undefined, next, append: [], replace: [] });
    if (result.status !== 'committed') expect.fail(result.status);
    expect(Number.isSafeInteger(result.record.position) && result.record.position > 0).toBe(true);
    expect(result.record).toEqual({ ...next, position: result.record.position });
    expect(await store.sessions.find(next.id)).toEqual(result.record);
  });

  test('stores every field of a record as it was given', async () => {
    const user = await createUser(store);
    const fields = {
      version: 3,
      state: 'deleted',
      user: { id: user.id, uuid: user.uuid },
      metadata: '{"a":[1,{}]}',
      createdAt: 1_700_000_000_001,
      updatedAt: 1_700_000_000_002,
      deletedAt: 1_700_000_000_003,
      lastSeq: 5,
      hiddenThrough: 5,
      restoreHiddenThrough: 2,
      trimmedThrough: 1,
      purgeableSince: 1_700_000_000_004,
    } as const;
    const created = await create(store, fields, newMessages(5));
    expect(created).toMatchObject(fields);
    expect(await store.sessions.find(created.id)).toEqual(created);
    const plain = newSession({
      id: created.id,
      uuid: created.uuid,
      position: created.position,
      version: 4,
      lastSeq: 5,
    });
    expect(await change(store, created, plain)).toEqual(plain);
    expect(await store.sessions.find(created.id)).toEqual(plain);
  });

  test('keeps numbers up to 2^53 - 1 exact', async () => {
    const fields = { version: MAX - 1, createdAt: 8_639_999_999_999_999, updatedAt: 8_640_000_000_000_000 };
    const created = await create(store, fields);
    expect(created).toMatchObject(fields);
    const stale = {
      previous: { ...created, version: MAX - 3 },
      next: { ...created, version: MAX },
      append: [],
      replace: [],
    };
    expect(await store.sessions.commit(stale)).toEqual({ status: 'conflict', current: created });
    const changed = await change(store, created, { version: MAX });
    expect(await store.sessions.find(created.id)).toEqual({ ...created, version: MAX });
    expect(changed.version).toBe(MAX);
  });

  test('stores the appended messages with the record', async () => {
    const first = newMessages(3);
    const created = await create(store, {}, first);
    const second = newMessages(2, 3);
    const changed = await change(store, created, { metadata: '{"n":2}' }, { append: second });
    expect(await readAll(store, created.id)).toEqual({ record: changed, messages: [...first, ...second] });
  });

  test('stores a thousand messages at once', async () => {
    const messages = newMessages(1_000);
    const created = await create(store, {}, messages);
    expect(await readAll(store, created.id)).toEqual({ record: created, messages });
  });

  test('keeps the position of a session that is committed again', async () => {
    const created = await create(store);
    const changed = await change(store, created, { metadata: '{}' });
    expect(changed).toEqual({ ...created, version: 2, metadata: '{}' });
    expect(await store.sessions.find(created.id)).toEqual(changed);
  });

  test('stores a version that is greater by more than one', async () => {
    const created = await create(store, { version: 7 });
    const changed = await change(store, created, { version: 50 });
    expect(changed.version).toBe(50);
    expect(await store.sessions.find(created.id)).toEqual(changed);
  });

  test('refuses a stale version and writes nothing, messages included', async () => {
    const stale = await create(store, {}, newMessages(2));
    const current = await change(store, stale, { metadata: '{"n":2}' }, { append: newMessages(1, 2) });
    const before = await readAll(store, stale.id);
    const append = newMessages(2, 2);
    const commit = { previous: stale, next: nextOf(stale, {}, append), append, replace: [] };
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current });
    expect(await readAll(store, stale.id)).toEqual(before);
    expect((await store.sessions.messagesById(stale.id, uuidsOf(append)))?.messages).toEqual([]);
    // Nothing is remembered of them either: the same uuids can be appended on what is stored.
    await change(store, current, {}, { append: append.map((message) => ({ ...message, seq: message.seq + 1 })) });
  });

  test('refuses a version that is not reached yet and writes nothing', async () => {
    const current = await create(store);
    const commit = { previous: { ...current, version: 9 }, next: { ...current, version: 10 }, append: [], replace: [] };
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current });
    expect(await store.sessions.find(current.id)).toEqual(current);
  });

  test('refuses another uuid with the same version and writes nothing, messages included', async () => {
    const current = await create(store, {}, newMessages(1));
    const previous = { ...current, uuid: newUuid() };
    const append = newMessages(1, 1);
    const commit = { previous, next: nextOf(previous, {}, append), append, replace: [] };
    const before = await readAll(store, current.id);
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current });
    expect(await readAll(store, current.id)).toEqual(before);
    expect((await store.sessions.messagesById(current.id, uuidsOf(append)))?.messages).toEqual([]);
  });

  test('refuses a first commit under an id that exists, live or in the trash', async () => {
    const live = await create(store, {}, newMessages(1));
    const append = newMessages(1);
    const commit = { previous: undefined, next: newSession({ id: live.id, lastSeq: 1 }), append, replace: [] };
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current: live });
    const deleted = await trash(store, live);
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current: deleted });
    expect(await store.sessions.find(live.id)).toEqual(deleted);
    expect((await store.sessions.messagesById(live.id, uuidsOf(append)))?.messages).toEqual([]);
  });

  test('refuses a change of a session that does not exist and creates nothing', async () => {
    const previous = newSession({ position: 1 });
    const append = newMessages(1);
    const commit = { previous, next: nextOf(previous, {}, append), append, replace: [] };
    expect(await store.sessions.commit(commit)).toEqual({ status: 'conflict', current: undefined });
    expect(await store.sessions.find(previous.id)).toBeUndefined();
    expect(await readAll(store, previous.id)).toBeUndefined();
  });

  test('reports the appended uuids that the session has and writes nothing, new messages included', async () => {
    const messages = newMessages(4);
    const current = await create(store, {}, messages);
    const before = await readAll(store, current.id);
    const fresh = newMessages(1, 4);
    const known = [messages[3], messages[1]].flatMap((message) => message ?? []);
    const append = [...fresh, ...known.map(({ uuid }, index) => ({ uuid, seq: 6 + index, json: '"other text"' }))];
    const commit = { previous: current, next: nextOf(current, { metadata: '{}' }, append), append, replace: [] };
    const result = await store.sessions.commit(commit);
    if (result.status !== 'duplicate') expect.fail(result.status);
    expect([...result.messages].sort((a, b) => a.seq - b.seq)).toEqual([messages[1], messages[3]]);
    expect(await readAll(store, current.id)).toEqual(before);
    expect((await store.sessions.messagesById(current.id, uuidsOf(fresh)))?.messages).toEqual([]);
    await change(store, current, {}, { append: fresh });
  });

  test('reports the uuid of a hidden message as a duplicate', async () => {
    const messages = newMessages(2);
    const created = await create(store, {}, messages);
    const cleared = await change(store, created, { hiddenThrough: 2 });
    const append = messages.slice(0, 1).map((message) => ({ ...message, seq: 3 }));
    const commit = { previous: cleared, next: nextOf(cleared, {}, append), append, replace: [] };
    expect(await store.sessions.commit(commit)).toEqual({ status: 'duplicate', messages: messages.slice(0, 1) });
    expect(await store.sessions.find(created.id)).toEqual(cleared);
  });

  test('reports a conflict rather than a duplicate when both apply', async () => {
    const messages = newMessages(1);
    const stale = await create(store, {}, messages);
    const current = await change(store, stale, { metadata: '{}' });
    const append = messages.map((message) => ({ ...message, seq: 2 }));
    const onStale = { previous: stale, next: nextOf(stale, {}, append), append, replace: [] };
    expect(await store.sessions.commit(onStale)).toEqual({ status: 'conflict', current });
    const first = {
      previous: undefined,
      next: newSession({ id: stale.id, lastSeq: 1 }),
      append: messages,
      replace: [],
    };
    expect(await store.sessions.commit(first)).toEqual({ status: 'conflict', current });
  });

  test('accepts a message uuid that only another session has', async () => {
    const messages = newMessages(2);
    await create(store, {}, messages);
    const other = await create(store, {}, messages);
    expect(await readAll(store, other.id)).toEqual({ record: other, messages });
  });

  test('replaces the text of stored messages, appends others and leaves the rest', async () => {
    const [one, two, three] = newMessages(3);
    if (!one || !two || !three) expect.fail();
    const created = await create(store, {}, [one, two, three]);
    const changedOne = { ...one, json: '{"edited":1}' };
    const changedThree = { ...three, json: '{"edited":3}' };
    const append = newMessages(1, 3);
    const changed = await change(store, created, {}, { append, replace: [changedThree, changedOne] });
    const messages = [changedOne, two, changedThree, ...append];
    expect(await readAll(store, created.id)).toEqual({ record: changed, messages });
    expect((await store.sessions.messagesById(created.id, [one.uuid]))?.messages).toEqual([changedOne]);
  });

  test('replaces nothing when it is refused', async () => {
    const messages = newMessages(2);
    const stale = await create(store, {}, messages);
    const current = await change(store, stale, {});
    const replace = messages.map((message) => ({ ...message, json: '"replaced"' }));
    const conflicting = { previous: stale, next: nextOf(stale), append: [], replace };
    expect((await store.sessions.commit(conflicting)).status).toBe('conflict');
    const append = messages.slice(0, 1).map((message) => ({ ...message, seq: 3 }));
    const duplicate = { previous: current, next: nextOf(current, {}, append), append, replace: replace.slice(1) };
    expect((await store.sessions.commit(duplicate)).status).toBe('duplicate');
    expect(await readAll(store, stale.id)).toEqual({ record: current, messages });
  });

  test('lets exactly one of the callers through that race with the same previous', async () => {
    for (const round of range(1, 15)) {
      const previous = await create(store, {}, newMessages(round));
      const attempts = range(1, 12).map((caller) => {
        const append = newMessages(2, round);
        return { previous, next: nextOf(previous, { metadata: `{"caller":${caller}}` }, append), append, replace: [] };
      });
      const results = await Promise.all(attempts.map((attempt) => store.sessions.commit(attempt)));
      const winners = attempts.filter((_, index) => results[index]?.status === 'committed');
      expect(winners.length).toBe(1);
      const current = winners[0]?.next;
      for (const result of results) {
        if (result.status !== 'committed') expect(result).toEqual({ status: 'conflict', current });
      }
      const stored = await readAll(store, previous.id);
      expect(stored?.record).toEqual(current);
      expect(stored?.messages.slice(round)).toEqual(winners[0]?.append);
    }
  });

  test('lets exactly one of the callers through that race for a new id', async () => {
    for (const round of range(1, 15)) {
      const id = newId(`race-${round}`);
      const attempts = range(1, 12).map(() => {
        const append = newMessages(2);
        return { previous: undefined, next: newSession({ id, lastSeq: 2 }), append, replace: [] };
      });
      const results = await Promise.all(attempts.map((attempt) => store.sessions.commit(attempt)));
      const winners = attempts.filter((_, index) => results[index]?.status === 'committed');
      expect(winners.length).toBe(1);
      const stored = await readAll(store, id);
      expect(stored?.record.uuid).toBe(winners[0]?.next.uuid);
      expect(stored?.messages).toEqual(winners[0]?.append);
      for (const result of results) {
        if (result.status !== 'committed') expect(result).toEqual({ status: 'conflict', current: stored?.record });
      }
    }
  });
}
