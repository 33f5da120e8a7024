import { setTimeout as delay } from 'node:timers/promises';
import { type SessionRecord, StoreUnavailableError } from '@scrollback/store';
import { describe, expect, it } from 'vitest';
import { type AppendMessages, appendMessages, updateMessage } from '../src/decisions/messages.js';
import { createSession, deleteSession, updateSession } from '../src/decisions/sessions.js';
import { acceptMessage } from '../src/documents/messages.js';
import { createRecordWriter, type RecordWriter, UserGoneError, type Write } from '../src/writing/record-writer.js';
import { createMemorySource } from './helpers/memory-source.js';
import { sessionRecord, uuid } from './helpers/records.js';

const limits = { maxBytes: 10_000, maxDepth: 32 };
let nextUuid = 100;

function setUp() {
  const source = createMemorySource();
  const writer = createRecordWriter<SessionRecord>(source, { rememberedBytes: 1_000_000 });
  return { source, writer };
}

function append(
  content: string,
  changes: Partial<AppendMessages> = {},
  messageUuid = uuid(nextUuid++),
): Write<SessionRecord> {
  const message = acceptMessage({
    uuid: messageUuid,
    role: 'user',
    content,
    tokenCount: 0,
    metadata: null,
    createdAt: 1,
  });
  const sessionUuid = uuid(nextUuid++);
  const request: AppendMessages = {
    id: 'chat',
    messages: [message],
    expectedSeq: undefined,
    precondition: undefined,
    create: { uuid: () => sessionUuid, user: null, metadata: null },
    now: 5_000,
    ...changes,
  };
  return { decide: (stored) => appendMessages(stored, request) };
}

function create(): Write<SessionRecord> {
  const request = { id: 'chat', uuid: uuid(nextUuid++), user: null, metadata: null, now: 5_000 };
  return { decide: (stored) => createSession(stored, request) };
}

function patch(key: string): Write<SessionRecord> {
  const metadata = { mode: 'merge_patch', patch: { [key]: 1 } } as const;
  const request = {
    id: 'chat',
    metadata,
    user: undefined,
    undeletes: false,
    precondition: undefined,
    limits,
    now: 5_000,
  };
  return { decide: (stored) => updateSession(stored, request) };
}

const remove: Write<SessionRecord> = {
  decide: (stored) => deleteSession(stored, { id: 'chat', precondition: undefined, now: 5_000 }),
};

describe('RecordWriter', () => {
  it('writes to an unknown id without reading first, and to a remembered one in one commit', async () => {
    const { source, writer } = setUp();
    await writer.submit('chat', append('one'));
    await writer.submit('chat', append('two'));
    expect(source.calls).toEqual(['commit', 'commit']);
  });

  it('shares one commit between all callers that arrive while another is in flight', async () => {
    const { source, writer } = setUp();
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => writer.submit('chat', append(`${index}`))),
    );
    expect(source.calls).toEqual(['commit', 'commit']);
    expect(results.map(({ messages }) => messages[0]?.seq)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    expect(results.map(({ record }) => record.version)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(source.records.get('chat')).toMatchObject({ lastSeq: 50, version: 50 });
  });

  it('gives every caller a version of its own, so that no two answers with one ETag differ', async () => {
    const { source, writer } = setUp();
    await writer.submit('chat', create());
    const results = await Promise.all(['a', 'b', 'c'].map((key) => writer.submit('chat', patch(key))));
    expect(results.map(({ record }) => [record.version, record.metadata])).toEqual([
      [2, '{"a":1}'],
      [3, '{"a":1,"b":1}'],
      [4, '{"a":1,"b":1,"c":1}'],
    ]);
    expect(source.records.get('chat')?.metadata).toBe('{"a":1,"b":1,"c":1}');
  });

  it('answers with the position that the store gave', async () => {
    const { writer } = setUp();
    const [first, second] = await Promise.all([writer.submit('chat', create()), writer.submit('chat', patch('a'))]);
    expect([first?.record.position, second?.record.position]).toEqual([1, 1]);
  });

  it('decides again on what another process wrote meanwhile', async () => {
    const { source, writer } = setUp();
    await writer.submit('chat', create());
    const other = { ...(source.records.get('chat') as SessionRecord), version: 9, metadata: '{"theirs":1}' };
    source.records.set('chat', other);
    const { record } = await writer.submit('chat', patch('ours'));
    expect(record).toMatchObject({ version: 10, metadata: '{"theirs":1,"ours":1}' });
  });

  it('does not refuse on a remembered record that is out of date', async () => {
    const { source, writer } = setUp();
    await writer.submit('chat', create());
    await writer.submit('chat', remove);
    source.records.delete('chat');
    const { record } = await writer.submit('chat', create());
    expect(record.version).toBe(1);
  });

  it('does not answer a refusal from a write that is not stored yet', async () => {
    const { source, writer } = setUp();
    source.beforeCommit = (_commit, attempt) => {
      if (attempt === 1) throw new StoreUnavailableError('gone', { operation: 'sessions.commit' });
    };
    const [first, second] = await Promise.allSettled([
      writer.submit('chat', create()),
      writer.submit('chat', create()),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'store_unavailable' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { record: { version: 1 } } });
  });

  it('refuses a create that shares a batch with a successful one, after that one is stored', async () => {
    const { source, writer } = setUp();
    const blocker = writer.submit('chat', append('first'));
    const results = await Promise.allSettled([blocker, writer.submit('chat', remove), writer.submit('chat', remove)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: { code: 'session_not_found' } });
    expect(source.records.get('chat')?.state).toBe('deleted');
  });

  it('shares no more text in one commit than a megabyte', async () => {
    const { source, writer } = setUp();
    const sizes: number[] = [];
    source.beforeCommit = ({ append }) => void sizes.push(append.length);
    await writer.submit('chat', create());
    await Promise.all([1, 2, 3, 4, 5].map(() => writer.submit('chat', { ...append('text'), weight: 500_000 })));
    expect(Math.max(...sizes)).toBe(2);
    expect(source.records.get('chat')?.lastSeq).toBe(5);
  });

  it('takes a refused write out of a batch alone', async () => {
    const { source, writer } = setUp();
    const results = await Promise.allSettled([
      writer.submit('chat', append('one')),
      writer.submit('chat', append('two')),
      writer.submit('chat', append('never', { expectedSeq: 77 })),
      writer.submit('chat', append('three')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(source.records.get('chat')?.lastSeq).toBe(3);
    expect([...source.messages.values()].map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('stores a message once when two callers of one batch bring it', async () => {
    const { source, writer } = setUp();
    const same = uuid(nextUuid++);
    const results = await Promise.all([
      writer.submit('chat', append('before')),
      writer.submit('chat', append('same', {}, same)),
      writer.submit('chat', append('same', {}, same)),
      writer.submit('chat', append('after')),
    ]);
    expect(results.map(({ messages }) => messages[0]?.seq)).toEqual([1, 2, 2, 3]);
    expect(source.messages.size).toBe(3);
  });

  it('recognises a message of an earlier call, at the cost of no attempt', async () => {
    const { writer } = setUp();
    const same = uuid(nextUuid++);
    await writer.submit('chat', append('same', {}, same));
    const results = await Promise.all([
      writer.submit('chat', append('same', {}, same)),
      writer.submit('chat', append('new')),
    ]);
    expect(results.map(({ messages }) => messages[0]?.seq)).toEqual([1, 2]);
  });

  it('changes a message that was added by a write of the same batch', async () => {
    const { source, writer } = setUp();
    await writer.submit('chat', create());
    const added = uuid(nextUuid++);
    const metadata = { mode: 'merge_patch', patch: { k: 1 } } as const;
    const [, , updated] = await Promise.all([
      writer.submit('chat', patch('blocker')),
      writer.submit('chat', append('text', {}, added)),
      writer.submit('chat', {
        needs: [added],
        decide: (stored) =>
          updateMessage(stored, { id: 'chat', uuid: added, metadata, precondition: undefined, limits, now: 6_000 }),
      }),
    ]);
    expect(JSON.parse(updated.messages[0]?.json ?? '')).toMatchObject({ content: 'text', metadata: { k: 1 } });
    expect(source.messages.get(added)).toEqual(updated.messages[0]);
  });

  it('rejects only the write whose user is gone', async () => {
    const { source, writer } = setUp();
    const owner = { id: 'ada', uuid: uuid(2) };
    source.interceptCommit = ({ next }) => (next.user === null ? undefined : { status: 'user_gone' });
    const results = await Promise.allSettled([
      writer.submit('chat', patch('keeps the writer busy and is refused')),
      writer.submit('chat', append('one', { create: { uuid: () => uuid(3), user: owner, metadata: null } })),
      writer.submit('chat', append('two')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: expect.any(UserGoneError) });
    expect(source.records.get('chat')).toMatchObject({ user: null, lastSeq: 1 });
  });

  it('gives up on a record that others never stop writing, and writes nothing', async () => {
    const { source, writer } = setUp();
    source.interceptCommit = (_commit, attempt) => ({
      status: 'conflict',
      current: sessionRecord({ version: attempt }),
    });
    await expect(writer.submit('chat', append('never'))).rejects.toMatchObject({ code: 'session_contended' });
    expect(source.messages.size).toBe(0);
  });

  it('keeps writing to one id after a failure', async () => {
    const { source, writer } = setUp();
    source.beforeCommit = (_commit, attempt) => {
      if (attempt < 3) throw new StoreUnavailableError('gone', { operation: 'sessions.commit' });
    };
    await expect(writer.submit('chat', append('a'))).rejects.toThrow('gone');
    await expect(writer.submit('chat', append('b'))).rejects.toThrow('gone');
    await expect(writer.submit('chat', append('c'))).resolves.toMatchObject({ record: { lastSeq: 1 } });
  });

  it('does not let callers wait for a store that just did not answer another one', async () => {
    const { source, writer } = setUp();
    source.beforeCommit = async () => {
      await delay(600);
      throw new StoreUnavailableError('no answer', { operation: 'sessions.commit' });
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((content) => writer.submit('chat', append(content))));
    expect(results).toMatchObject(results.map(() => ({ status: 'rejected', reason: { code: 'store_unavailable' } })));
    expect(source.calls).toEqual(['commit']);
  });

  it('loses nothing and repeats nothing among writers of several processes', async () => {
    const { source } = setUp();
    const writers: RecordWriter<SessionRecord>[] = Array.from({ length: 3 }, () =>
      createRecordWriter<SessionRecord>(source, { rememberedBytes: 1_000_000 }),
    );
    const results = await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        const write = index % 3 === 0 ? patch(`k${index}`) : append(`${index}`);
        return (writers[index % 3] as RecordWriter<SessionRecord>).submit(
          'chat',
          index < 3 ? append(`${index}`) : write,
        );
      }),
    );
    expect(results).toHaveLength(300);
    const seqs = [...source.messages.values()].map(({ seq }) => seq).sort((left, right) => left - right);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
    expect(source.records.get('chat')?.lastSeq).toBe(201);
    expect(Object.keys(JSON.parse(source.records.get('chat')?.metadata ?? '{}'))).toHaveLength(99);
  });
});
