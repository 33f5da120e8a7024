import type { MessageRange, MessageRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import {
  change,
  create,
  maxBytes,
  newMessages,
  range,
  readAll,
  seqsOf,
  toRestored,
  trash,
  uuidsOf,
} from '../harness/sessions.js';

export function readTopic(handles: Handles): void {
  const { store } = handles;
  const seqs = async (id: string, messageRange: MessageRange) => seqsOf(await store.sessions.read(id, messageRange));

  test('answers undefined for a session that does not exist', async () => {
    const id = newId();
    expect(await store.sessions.find(id)).toBeUndefined();
    expect(await store.sessions.read(id, { last: 1, maxBytes })).toBeUndefined();
    expect(await store.sessions.read(id, { after: 0, limit: 1, maxBytes })).toBeUndefined();
    expect(await store.sessions.messagesById(id, [newUuid()])).toBeUndefined();
  });

  test('returns the record of a session without messages', async () => {
    const record = await create(store);
    expect(await store.sessions.read(record.id, { last: 5, maxBytes })).toEqual({ record, messages: [] });
    expect(await store.sessions.read(record.id, { after: 0, limit: 5, maxBytes })).toEqual({ record, messages: [] });
  });

  test('returns the newest messages, oldest first', async () => {
    const messages = newMessages(12);
    const record = await create(store, {}, messages);
    expect(await store.sessions.read(record.id, { last: 3, maxBytes })).toEqual({
      record,
      messages: messages.slice(-3),
    });
    expect(await seqs(record.id, { last: 1, maxBytes })).toEqual([12]);
    expect(await seqs(record.id, { last: 12, maxBytes })).toEqual(range(1, 12));
    expect(await seqs(record.id, { last: 500, maxBytes })).toEqual(range(1, 12));
  });

  test('returns the oldest messages after a seq, in ascending order', async () => {
    const messages = newMessages(12);
    const record = await create(store, {}, messages);
    const page = await store.sessions.read(record.id, { after: 8, limit: 3, maxBytes });
    expect(page).toEqual({ record, messages: messages.slice(8, 11) });
    expect(await seqs(record.id, { after: 0, limit: 1, maxBytes })).toEqual([1]);
    expect(await seqs(record.id, { after: 9, limit: 100, maxBytes })).toEqual([10, 11, 12]);
    expect(await seqs(record.id, { after: 12, limit: 100, maxBytes })).toEqual([]);
    expect(await seqs(record.id, { after: 99, limit: 100, maxBytes })).toEqual([]);
  });

  test('stops at through, inclusive', async () => {
    const { id } = await create(store, {}, newMessages(12));
    expect(await seqs(id, { last: 3, through: 7, maxBytes })).toEqual([5, 6, 7]);
    expect(await seqs(id, { last: 30, through: 2, maxBytes })).toEqual([1, 2]);
    expect(await seqs(id, { last: 3, through: 99, maxBytes })).toEqual([10, 11, 12]);
    expect(await seqs(id, { last: 3, through: 0, maxBytes })).toEqual([]);
    expect(await seqs(id, { after: 4, limit: 100, through: 6, maxBytes })).toEqual([5, 6]);
    expect(await seqs(id, { after: 4, limit: 1, through: 6, maxBytes })).toEqual([5]);
    expect(await seqs(id, { after: 6, limit: 100, through: 6, maxBytes })).toEqual([]);
    expect(await seqs(id, { after: 8, limit: 100, through: 6, maxBytes })).toEqual([]);
    expect(await seqs(id, { after: 10, limit: 100, through: 99, maxBytes })).toEqual([11, 12]);
  });

  test('stops before the texts exceed maxBytes, and never returns nothing', async () => {
    const messages = newMessages(40).map((message) => ({ ...message, json: `"${'x'.repeat(998)}"` }));
    const { id } = await create(store, {}, messages);
    expect(await seqs(id, { last: 40, maxBytes: 3_500 })).toEqual([38, 39, 40]);
    expect(await seqs(id, { last: 40, maxBytes: 25_500 })).toEqual(range(16, 40));
    expect(await seqs(id, { last: 40, maxBytes: 50_000 })).toEqual(range(1, 40));
    expect(await seqs(id, { last: 2, maxBytes: 3_500 })).toEqual([39, 40]);
    expect(await seqs(id, { last: 40, through: 7, maxBytes: 2_500 })).toEqual([6, 7]);
    expect(await seqs(id, { last: 40, maxBytes: 10 })).toEqual([40]);
    expect(await seqs(id, { after: 0, limit: 40, maxBytes: 3_500 })).toEqual([1, 2, 3]);
    expect(await seqs(id, { after: 3, limit: 40, maxBytes: 25_500 })).toEqual(range(4, 28));
    expect(await seqs(id, { after: 0, limit: 40, maxBytes: 50_000 })).toEqual(range(1, 40));
    expect(await seqs(id, { after: 3, limit: 2, maxBytes: 3_500 })).toEqual([4, 5]);
    expect(await seqs(id, { after: 3, limit: 40, maxBytes: 10 })).toEqual([4]);
    expect(await seqs(id, { after: 40, limit: 40, maxBytes: 10 })).toEqual([]);
  });

  test('skips no message for which there is no room to return one behind it', async () => {
    const texts = [10, 10, 5_000, 10, 10].map((length) => `"${'x'.repeat(length)}"`);
    const messages = newMessages(5).map((message, index) => ({ ...message, json: texts[index] as string }));
    const { id } = await create(store, {}, messages);
    expect(await seqs(id, { last: 5, maxBytes: 1_000 })).toEqual([4, 5]);
    expect(await seqs(id, { last: 5, through: 3, maxBytes: 1_000 })).toEqual([3]);
    expect(await seqs(id, { after: 0, limit: 5, maxBytes: 1_000 })).toEqual([1, 2]);
    expect(await seqs(id, { after: 2, limit: 5, maxBytes: 1_000 })).toEqual([3]);
  });

  test('goes through a session page by page without a gap', async () => {
    const { id } = await create(store, {}, newMessages(25));
    const pages = [];
    for (let after = 0; after < 25; after += 7) pages.push(await seqs(id, { after, limit: 7, maxBytes }));
    expect(pages.map((page) => page?.length)).toEqual([7, 7, 7, 4]);
    expect(pages.flat()).toEqual(range(1, 25));
  });

  test('never returns hidden messages', async () => {
    const created = await create(store, {}, newMessages(10));
    const { id } = await change(store, created, { hiddenThrough: 6 });
    expect(await seqs(id, { last: 100, maxBytes })).toEqual([7, 8, 9, 10]);
    expect(await seqs(id, { last: 2, maxBytes })).toEqual([9, 10]);
    expect(await seqs(id, { last: 2, through: 7, maxBytes })).toEqual([7]);
    expect(await seqs(id, { last: 2, through: 6, maxBytes })).toEqual([]);
    expect(await seqs(id, { after: 0, limit: 2, maxBytes })).toEqual([7, 8]);
    expect(await seqs(id, { after: 3, limit: 100, through: 8, maxBytes })).toEqual([7, 8]);
    expect(await seqs(id, { after: 0, limit: 100, through: 5, maxBytes })).toEqual([]);
    expect(await seqs(id, { after: 7, limit: 100, maxBytes })).toEqual([8, 9, 10]);
  });

  test('returns a session in the trash without its messages, and with them after a restore', async () => {
    const messages = newMessages(4);
    const deleted = await trash(store, await create(store, {}, messages));
    expect(await store.sessions.find(deleted.id)).toEqual(deleted);
    expect(await readAll(store, deleted.id)).toEqual({ record: deleted, messages: [] });
    const restored = await change(store, deleted, toRestored(deleted));
    expect(await readAll(store, deleted.id)).toEqual({ record: restored, messages });
  });

  test('finds messages by uuid, deleted ones included, in ascending order and those of this session only', async () => {
    const messages = newMessages(6);
    const created = await create(store, {}, messages);
    const record = await change(store, created, { hiddenThrough: 4 });
    const others = newMessages(2);
    await create(store, {}, others);
    const wanted = [messages[5], messages[1], ...others, messages[3]].flatMap((message) => message?.uuid ?? []);
    const found = await store.sessions.messagesById(record.id, [...wanted, newUuid()]);
    expect(found).toEqual({ record, messages: [messages[1], messages[3], messages[5]] });
    expect(await store.sessions.messagesById(record.id, [newUuid()])).toEqual({ record, messages: [] });
    expect(await store.sessions.messagesById(record.id, [])).toEqual({ record, messages: [] });
  });

  test('finds a thousand messages by uuid', async () => {
    const messages = newMessages(1_000);
    const record = await create(store, {}, messages);
    expect(await store.sessions.messagesById(record.id, uuidsOf(messages))).toEqual({ record, messages });
  });

  test('sees what was committed through another handle before the call began', async () => {
    let record = await create(store, {}, newMessages(1));
    for (const seq of range(2, 30)) {
      record = await change(store, record, {}, { append: newMessages(1, seq - 1) });
      for (const reader of [handles.first, handles.second]) {
        expect(await reader.sessions.find(record.id)).toEqual(record);
        const snapshot = await reader.sessions.read(record.id, { last: 1, maxBytes });
        expect(snapshot?.record).toEqual(record);
        expect(seqsOf(snapshot)).toEqual([seq]);
      }
    }
    await store.sessions.purge(record);
    for (const reader of [handles.first, handles.second]) {
      expect(await reader.sessions.find(record.id)).toBeUndefined();
      expect(await reader.sessions.read(record.id, { last: 1, maxBytes })).toBeUndefined();
    }
  });

  test('returns record and messages of one moment while a writer appends and clears', async () => {
    let record = await create(store, {}, newMessages(3));
    const { id } = record;
    let writing = true;
    const writer = async () => {
      for (const turn of range(1, 120)) {
        const { lastSeq } = record;
        if (turn % 6 === 0) record = await change(store, record, { hiddenThrough: lastSeq });
        else record = await change(store, record, {}, { append: newMessages(3, lastSeq) });
      }
    };
    const reader = async (messageRange: MessageRange, expected: (first: number, last: number) => number[]) => {
      while (writing) {
        await nextTurn();
        const snapshot = await store.sessions.read(id, messageRange);
        const { hiddenThrough = 0, lastSeq = 0 } = snapshot?.record ?? {};
        expect(seqsOf(snapshot)).toEqual(expected(hiddenThrough + 1, lastSeq));
      }
    };
    const readers = Promise.all([
      reader({ last: 7, maxBytes }, (first, last) => range(Math.max(first, last - 6), last)),
      reader({ after: 0, limit: 1_000, maxBytes }, range),
      reader({ after: 0, limit: 5, maxBytes }, (first, last) => range(first, Math.min(last, first + 4))),
      reader({ after: 0, limit: 1_000, maxBytes }, range),
    ]);
    await Promise.all([writer().finally(() => (writing = false)), readers]);
  });

  test('returns texts of one moment while a writer replaces them', async () => {
    const messages = newMessages(3).map((message) => ({ ...message, json: '1' }));
    let record = await create(store, {}, messages);
    const { id } = record;
    let writing = true;
    const writer = async () => {
      for (let turn = 1; turn <= 80; turn++) {
        const json = `${record.version + 1}`;
        record = await change(store, record, {}, { replace: messages.map((message) => ({ ...message, json })) });
      }
    };
    const reader = async (read: () => ReturnType<typeof store.sessions.read>) => {
      while (writing) {
        await nextTurn();
        const snapshot = await read();
        const texts = snapshot?.messages.map((message: MessageRecord) => message.json);
        expect(texts).toEqual(Array(3).fill(`${snapshot?.record.version}`));
      }
    };
    const readers = Promise.all([
      reader(() => store.sessions.read(id, { last: 3, maxBytes })),
      reader(() => store.sessions.messagesById(id, uuidsOf(messages))),
      reader(() => store.sessions.read(id, { after: 0, limit: 3, maxBytes })),
    ]);
    await Promise.all([writer().finally(() => (writing = false)), readers]);
  });
}
