import type { MessageRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import { change, create, newMessages, range, readAll, seqsOf, uuidsOf } from '../harness/sessions.js';

export function trimTopic({ store }: Handles): void {
  /** A session of ten messages of which the first six are hidden. */
  const createCleared = async () => {
    const messages = newMessages(10);
    const record = await change(store, await create(store, {}, messages), { hiddenThrough: 6 });
    return {
      record,
      messages,
      remaining: async () => seqsOf(await store.sessions.messagesById(record.id, uuidsOf(messages))),
    };
  };

  test('removes the messages of the range for good and no others', async () => {
    const { record, messages, remaining } = await createCleared();
    const { id, uuid } = record;
    await store.sessions.trim({ id, uuid, after: 0, through: 2 });
    expect(await remaining()).toEqual(range(3, 10));
    await store.sessions.trim({ id, uuid, after: 3, through: 5 });
    expect(await remaining()).toEqual([3, ...range(6, 10)]);
    await store.sessions.trim({ id, uuid, after: 0, through: 6 });
    expect(await remaining()).toEqual(range(7, 10));
    expect(await readAll(store, id)).toEqual({ record, messages: messages.slice(6) });
  });

  test('removes nothing when the range is empty', async () => {
    const { record, remaining } = await createCleared();
    await store.sessions.trim({ id: record.id, uuid: record.uuid, after: 4, through: 4 });
    expect(await remaining()).toEqual(range(1, 10));
  });

  test('does not change the record', async () => {
    const { record } = await createCleared();
    await store.sessions.trim({ id: record.id, uuid: record.uuid, after: 0, through: 6 });
    expect(await store.sessions.find(record.id)).toEqual(record);
    expect(await change(store, record, { trimmedThrough: 6 })).toMatchObject({
      trimmedThrough: 6,
      position: record.position,
    });
  });

  test('leaves a session with another uuid alone', async () => {
    const { record, remaining } = await createCleared();
    await store.sessions.trim({ id: record.id, uuid: newUuid(), after: 0, through: 6 });
    expect(await remaining()).toEqual(range(1, 10));
  });

  test('does nothing to a session that does not exist', async () => {
    const id = newId();
    await store.sessions.trim({ id, uuid: newUuid(), after: 0, through: 5 });
    expect(await store.sessions.find(id)).toBeUndefined();
  });

  test('leaves the later session of the same id alone', async () => {
    const { record } = await createCleared();
    const { id, uuid } = record;
    await store.sessions.purge({ id, uuid });
    const messages = newMessages(4);
    const later = await create(store, { id }, messages);
    await store.sessions.trim({ id, uuid, after: 0, through: 6 });
    expect(await readAll(store, id)).toEqual({ record: later, messages });
  });

  test('does no harm when it is repeated', async () => {
    const { record, messages, remaining } = await createCleared();
    const { id, uuid } = record;
    const trim = () => store.sessions.trim({ id, uuid, after: 0, through: 6 });
    await trim();
    const changed = await change(store, record, {}, { append: newMessages(2, 10) });
    await Promise.all([trim(), trim(), trim()]);
    expect(await remaining()).toEqual(range(7, 10));
    const stored = await readAll(store, id);
    expect(stored?.record).toEqual(changed);
    expect(stored?.messages.slice(0, 4)).toEqual(messages.slice(6));
  });

  test('makes the uuids free again, and only those of the range', async () => {
    const { record, messages } = await createCleared();
    const { id, uuid } = record;
    await store.sessions.trim({ id, uuid, after: 0, through: 5 });
    const sixth = messages.slice(5, 6).map((message) => ({ ...message, seq: 11 }));
    const next = { ...record, version: record.version + 1, lastSeq: 11 };
    const result = await store.sessions.commit({ previous: record, next, append: sixth, replace: [] });
    expect(result).toEqual({ status: 'duplicate', messages: messages.slice(5, 6) });
    const again = messages.slice(0, 5).map((message, index) => ({ ...message, seq: 11 + index }));
    const changed = await change(store, record, {}, { append: again });
    expect(await readAll(store, id)).toEqual({ record: changed, messages: [...messages.slice(6), ...again] });
    await store.sessions.trim({ id, uuid, after: 0, through: 5 });
    expect((await store.sessions.messagesById(id, uuidsOf(again)))?.messages).toEqual(again);
  });

  test('lets appends and reads through while it removes thousands of messages', async () => {
    let record = await create(store);
    for (const batch of range(0, 4))
      record = await change(store, record, {}, { append: newMessages(1_000, batch * 1_000) });
    const hidden = (await readAll(store, record.id))?.messages ?? [];
    record = await change(store, record, { hiddenThrough: 5_000 });
    const { id, uuid } = record;
    let trimming = true;
    const trim = () => store.sessions.trim({ id, uuid, after: 0, through: 5_000 }).finally(() => (trimming = false));
    const appended: MessageRecord[] = [];
    const appender = async () => {
      for (; trimming; await nextTurn()) {
        const append = newMessages(2, record.lastSeq);
        record = await change(store, record, {}, { append });
        appended.push(...append);
        expect(await readAll(store, id)).toEqual({ record, messages: appended });
      }
    };
    await Promise.all([trim(), appender()]);
    expect(await readAll(store, id)).toEqual({ record, messages: appended });
    const left = await store.sessions.messagesById(id, [...uuidsOf(hidden), ...uuidsOf(appended)]);
    expect(left?.messages).toEqual(appended);
  });
}
