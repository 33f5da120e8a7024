import type { NewMessage, SessionMessages } from '@scrollback/core';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId, newUuid } from '../harness/ids.js';
import { expectRefusal } from '../harness/refusals.js';
import { useServices } from '../harness/services.js';
import { range, readAll } from '../harness/sessions.js';

const written = (count: number, label = 'message'): (NewMessage & { uuid: string })[] =>
  range(1, count).map((n) => ({ uuid: newUuid(), role: n % 2 === 0 ? 'assistant' : 'user', content: `${label} ${n}` }));

/** What is stored, as role, content and number. */
const told = ({ messages }: Pick<SessionMessages, 'messages'>) =>
  messages.map(({ json }) => {
    const { role, content, seq } = JSON.parse(json);
    return { role, content, seq };
  });

const expected = (messages: readonly NewMessage[], firstSeq = 1) =>
  messages.map(({ role, content }, index) => ({ role, content, seq: firstSeq + index }));

export function domainMessagesTopic(handles: Handles): void {
  const { store } = handles;
  const { sessions, messages, users } = useServices(handles);

  test('appending creates a missing session, with its user and metadata', async () => {
    const id = newId();
    const user = await users.create({ id: newId('user') });
    const first = written(3);
    const metadata = { topic: 'weather' };
    const answer = await messages.append(id, { messages: first, userId: user.id, metadata });
    expect(told(answer)).toEqual(expected(first));
    const session = await sessions.get(id);
    expect(session).toMatchObject({ state: 'live', lastSeq: 3, user: { id: user.id, uuid: user.uuid } });
    expect(JSON.parse(session.metadata ?? 'null')).toEqual(metadata);
    expect(await sessions.list({ state: 'live', userId: user.id, limit: 5, order: 'asc' })).toEqual([session]);
  });

  test('appending stores messages in the order of the caller, after what is there', async () => {
    const id = newId();
    const parts = [written(2, 'a'), written(1, 'b'), written(4, 'c')];
    for (const part of parts) await messages.append(id, { messages: part });
    const stored = await messages.window(id, 100);
    expect(told(stored)).toEqual(expected(parts.flat()));
    expect(told(await messages.window(id, 3))).toEqual(expected(parts.flat()).slice(-3));
  });

  test('appending nothing creates the session', async () => {
    const id = newId();
    await messages.append(id, { messages: [] });
    expect(await sessions.get(id)).toMatchObject({ lastSeq: 0 });
  });

  test('appending for an unknown user is refused and creates nothing', async () => {
    const id = newId();
    const first = written(2);
    await expectRefusal(messages.append(id, { messages: first, userId: newId('nobody') }), 'unknown_user');
    expect(await store.sessions.find(id)).toBeUndefined();
    expect(told(await messages.append(id, { messages: first }))).toEqual(expected(first));
  });

  test('a repeated call stores nothing and answers with what is stored', async () => {
    const id = newId();
    const first = written(3);
    const answer = await messages.append(id, { messages: first });
    const before = await readAll(store, id);
    for (const _ of range(1, 3)) {
      expect((await messages.append(id, { messages: first })).messages).toEqual(answer.messages);
    }
    expect((await messages.append(id, { messages: first.slice(1) })).messages).toEqual(answer.messages.slice(1));
    expect(await readAll(store, id)).toEqual(before);
  });

  test('a whole history sent again adds only what is new, and answers in the order of the caller', async () => {
    const id = newId();
    const first = written(3, 'first');
    await messages.append(id, { messages: first });
    const second = written(2, 'second');
    const answer = await messages.append(id, { messages: [...second, ...first] });
    expect(told(answer)).toEqual([...expected(second, 4), ...expected(first)]);
    const third = written(2, 'third');
    await messages.append(id, { messages: [...first, ...second, ...third] });
    expect(told(await messages.window(id, 100))).toEqual(expected([...first, ...second, ...third]));
  });

  test('a known uuid with other content or another role refuses the whole call', async () => {
    const id = newId();
    const [known, other] = written(2);
    if (!known || !other) expect.fail();
    await messages.append(id, { messages: [known, other] });
    const before = await readAll(store, id);
    const fresh = written(1);
    for (const changed of [
      { ...known, content: 'changed' },
      { ...known, role: 'system' },
    ]) {
      await expectRefusal(messages.append(id, { messages: [...fresh, changed] }), 'message_conflict');
      await expectRefusal(messages.append(id, { messages: [changed] }), 'message_conflict');
    }
    expect(await readAll(store, id)).toEqual(before);
    expect(told(await messages.append(id, { messages: fresh }))).toEqual(expected(fresh, 3));
  });

  test('the uuid of a message that was deleted refuses the whole call', async () => {
    const id = newId();
    const first = written(2);
    await messages.append(id, { messages: first });
    await messages.clear(id);
    const before = await readAll(store, id);
    await expectRefusal(messages.append(id, { messages: [...written(1), ...first] }), 'message_deleted');
    expect(await readAll(store, id)).toEqual(before);
    await sessions.delete(id);
    await expectRefusal(messages.append(id, { messages: first }), 'message_deleted');
    expect((await store.sessions.find(id))?.state).toBe('deleted');
  });

  test('one uuid twice in a call refuses it', async () => {
    const id = newId();
    const [message] = written(1);
    if (!message) expect.fail();
    const twice = { messages: [message, { ...message, content: 'again' }] };
    await expectRefusal(messages.append(id, twice), 'message_uuid_repeated');
    expect(await store.sessions.find(id)).toBeUndefined();
  });

  test('an expected seq is compared with the session, after known messages were set aside', async () => {
    const id = newId();
    const first = written(2);
    await expectRefusal(messages.append(id, { messages: first, expectedSeq: 1 }), 'seq_mismatch');
    await messages.append(id, { messages: first, expectedSeq: 0 });
    await expectRefusal(messages.append(id, { messages: written(1), expectedSeq: 0 }), 'seq_mismatch');
    expect(told(await messages.append(id, { messages: first, expectedSeq: 0 }))).toEqual(expected(first));
    const next = written(1);
    expect(told(await messages.append(id, { messages: next, expectedSeq: 2 }))).toEqual(expected(next, 3));
  });

  test('of callers that expect the same seq exactly one appends', async () => {
    const id = newId();
    await messages.append(id, { messages: written(1) });
    const calls = range(1, 16).map(() => messages.append(id, { messages: written(2), expectedSeq: 1 }));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect((await readAll(store, id))?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('the same messages from many callers at once are stored once', async () => {
    const id = newId();
    const same = written(3);
    const answers = await Promise.all(range(1, 24).map(() => messages.append(id, { messages: same })));
    for (const answer of answers) expect(told(answer)).toEqual(expected(same));
    expect(told(await messages.window(id, 100))).toEqual(expected(same));
  });

  test('messages are listed in both orders, page by page', async () => {
    const id = newId();
    const all = written(7);
    await messages.append(id, { messages: all });
    const seqs = async (order: 'asc' | 'desc', after?: number) =>
      told(await messages.list(id, { order, after, limit: 3 })).map(({ seq }) => seq);
    expect([await seqs('asc'), await seqs('asc', 3), await seqs('asc', 6)]).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect([await seqs('desc'), await seqs('desc', 5), await seqs('desc', 2)]).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
  });

  test('a cleared session is kept, its messages are not there, and numbers go on', async () => {
    const id = newId();
    const first = written(2);
    await messages.append(id, { messages: first });
    await messages.clear(id);
    expect(told(await messages.window(id, 10))).toEqual([]);
    await expectRefusal(messages.get(id, first[0]?.uuid ?? ''), 'message_not_found');
    const second = written(1);
    await messages.append(id, { messages: second });
    expect(told(await messages.list(id, { limit: 10, order: 'asc' }))).toEqual(expected(second, 3));
  });

  test('metadata of one message is merged, and parallel updates lose nothing', async () => {
    const id = newId();
    const [message, other] = written(2);
    if (!message || !other) expect.fail();
    await messages.append(id, { messages: [{ ...message, metadata: { kept: { a: 1 }, gone: 1 } }, other] });
    const update = (patch: object) =>
      messages.update(id, message.uuid, { metadata: { mode: 'merge_patch', patch: { ...patch } } });
    await update({ gone: null, kept: { b: [] } });
    const keys = range(1, 40).map((n) => `key-${n}`);
    await Promise.all(keys.map((key) => update({ [key]: key })));
    const { json, seq } = await messages.get(id, message.uuid);
    expect(JSON.parse(json).metadata).toEqual({
      kept: { a: 1, b: [] },
      ...Object.fromEntries(keys.map((key) => [key, key])),
    });
    expect(seq).toBe(1);
    expect(told(await messages.window(id, 2))).toEqual(expected([message, other]));
  });

  test('a message is answered, read and read again as the same text', async () => {
    const id = newId();
    const content = 'U+0000 \0, U+2028 \u2028, 👩‍👩‍👧‍👦, "quotes", \\ and 1700000000000123';
    const metadata = { at: 1_700_000_000_000_123, list: [], object: {}, '1': null, constructor: [null] };
    const answer = await messages.append(id, { messages: [{ role: 'user', content, metadata }] });
    const [message] = answer.messages;
    if (!message) expect.fail();
    expect(JSON.parse(message.json)).toMatchObject({ uuid: message.uuid, seq: 1, content, metadata });
    expect((await messages.window(id, 1)).messages).toEqual([message]);
    expect((await messages.list(id, { limit: 1, order: 'desc' })).messages).toEqual([message]);
    expect(await messages.get(id, message.uuid)).toEqual(message);
  });
}
