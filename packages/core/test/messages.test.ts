import type { MessageRecord } from '@scrollback/store';
import { describe, expect, it } from 'vitest';
import {
  type AppendMessages,
  appendMessages,
  requireDistinctUuids,
  UserNeededError,
  updateMessage,
} from '../src/decisions/messages.js';
import { acceptMessage, numberMessage } from '../src/documents/messages.js';
import { sessionRecord, stored, uuid } from './helpers/records.js';

const accept = (number: number, content = `text ${number}`) =>
  acceptMessage({ uuid: uuid(number), role: 'user', content, tokenCount: 0, metadata: null, createdAt: 5_000 });
const toMap = (messages: readonly MessageRecord[]) => new Map(messages.map((message) => [message.uuid, message]));

function request(changes: Partial<AppendMessages> = {}): AppendMessages {
  return {
    id: 'chat',
    messages: [accept(11), accept(12)],
    expectedSeq: undefined,
    precondition: undefined,
    create: { uuid: () => uuid(9), user: null, metadata: null },
    now: 5_000,
    ...changes,
  };
}

describe('appendMessages', () => {
  it('creates a missing session', () => {
    const decision = appendMessages(
      stored(undefined),
      request({ create: { uuid: () => uuid(9), user: null, metadata: '{}' } }),
    );
    expect(decision.record).toMatchObject({ uuid: uuid(9), version: 1, lastSeq: 2, metadata: '{}' });
    expect(decision.append.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('asks for a user only when it creates the session', () => {
    const lazy = request({ create: { uuid: () => uuid(9), user: undefined, metadata: null } });
    expect(() => appendMessages(stored(undefined), lazy)).toThrow(UserNeededError);
    expect(appendMessages(stored(sessionRecord()), lazy).isWrite).toBe(true);
  });

  it('numbers on from the newest message and keeps the order of the call', () => {
    const decision = appendMessages(stored(sessionRecord({ lastSeq: 5 })), request());
    expect(decision.record).toMatchObject({ version: 4, lastSeq: 7, updatedAt: 5_000 });
    expect(decision.messages).toEqual(decision.append);
    expect(decision.append.map(({ uuid, seq }) => [uuid, seq])).toEqual([
      [uuid(11), 6],
      [uuid(12), 7],
    ]);
    function uuid(number: number) {
      return accept(number).uuid;
    }
  });

  it('undeletes a session in the trash, whose messages stay deleted', () => {
    const record = sessionRecord({
      state: 'deleted',
      deletedAt: 3_000,
      lastSeq: 5,
      hiddenThrough: 5,
      restoreHiddenThrough: 0,
      purgeableSince: 3_000,
    });
    expect(appendMessages(stored(record), request()).record).toMatchObject({
      state: 'live',
      deletedAt: null,
      lastSeq: 7,
      hiddenThrough: 5,
      restoreHiddenThrough: null,
      purgeableSince: 3_000,
    });
  });

  it('does not store known messages again and appends the new ones behind what is there', () => {
    const known = toMap([numberMessage(accept(11), 3)]);
    const decision = appendMessages(stored(sessionRecord({ lastSeq: 5 }), known), request());
    expect(decision.append.map(({ uuid, seq }) => [uuid, seq])).toEqual([[accept(12).uuid, 6]]);
    expect(decision.messages.map(({ seq }) => seq)).toEqual([3, 6]);
  });

  it('writes nothing when all messages are known, whatever seq was expected', () => {
    const known = toMap([numberMessage(accept(11), 3), numberMessage(accept(12), 4)]);
    const record = sessionRecord({ lastSeq: 5 });
    const decision = appendMessages(stored(record, known), request({ expectedSeq: 2 }));
    expect(decision).toMatchObject({ isWrite: false, record });
    expect(decision.messages.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('refuses a known uuid with another content or role', () => {
    const known = toMap([numberMessage(accept(12, 'something else'), 3)]);
    expect(() => appendMessages(stored(sessionRecord({ lastSeq: 5 }), known), request())).toThrow(
      expect.objectContaining({ code: 'message_conflict', pointer: '/messages/1' }),
    );
  });

  it('refuses the uuid of a deleted message', () => {
    const known = toMap([numberMessage(accept(11), 3)]);
    expect(() => appendMessages(stored(sessionRecord({ lastSeq: 5, hiddenThrough: 3 }), known), request())).toThrow(
      expect.objectContaining({ code: 'message_deleted', pointer: '/messages/0/uuid' }),
    );
  });

  it.each([
    ['a session at that seq', sessionRecord({ lastSeq: 5 }), 5, true],
    ['a session at another seq', sessionRecord({ lastSeq: 6 }), 5, false],
    ['no session, expecting none', undefined, 0, true],
    ['no session, expecting one', undefined, 5, false],
  ])('with expected_seq on %s', (_name, record, expectedSeq, isAllowed) => {
    const run = () => appendMessages(stored(record), request({ expectedSeq }));
    if (isAllowed) expect(run().isWrite).toBe(true);
    else expect(run).toThrow(expect.objectContaining({ code: 'seq_mismatch' }));
  });

  it('decides the same again on the same record', () => {
    const fixed = request();
    const record = sessionRecord({ lastSeq: 5 });
    expect(appendMessages(stored(record), fixed)).toEqual(appendMessages(stored(record), fixed));
  });
});

describe('requireDistinctUuids', () => {
  it('points at the second message with one uuid', () => {
    expect(() => requireDistinctUuids([uuid(1), uuid(2), uuid(1)])).toThrow(
      expect.objectContaining({ code: 'message_uuid_repeated', pointer: '/messages/2/uuid' }),
    );
  });
});

describe('updateMessage', () => {
  const message = numberMessage(
    acceptMessage({
      uuid: uuid(11),
      role: 'user',
      content: 'h"i\u2028\u0000',
      tokenCount: 17,
      metadata: '{"a":1}',
      createdAt: 1_000,
    }),
    3,
  );
  const update = {
    id: 'chat',
    uuid: uuid(11),
    metadata: { mode: 'merge_patch', patch: { b: 2 } },
    precondition: undefined,
    limits: { maxBytes: 1_000, maxDepth: 32 },
    now: 5_000,
  } as const;

  it('merges metadata and leaves role, content and token count alone', () => {
    const decision = updateMessage(stored(sessionRecord({ lastSeq: 5 }), toMap([message])), update);
    expect(decision.record).toEqual(sessionRecord({ lastSeq: 5, version: 4, updatedAt: 5_000 }));
    expect(decision.replace).toHaveLength(1);
    expect(JSON.parse(decision.replace[0]?.json ?? '')).toEqual({
      ...JSON.parse(message.json),
      metadata: { a: 1, b: 2 },
      updated_at: '1970-01-01T00:00:05.000Z',
    });
  });

  it('is bound by a precondition on its session', () => {
    const basis = stored(sessionRecord({ lastSeq: 5 }), toMap([message]));
    const precondition = [{ uuid: uuid(1), version: 2 }];
    expect(() => updateMessage(basis, { ...update, precondition })).toThrow(
      expect.objectContaining({ code: 'precondition_failed' }),
    );
  });

  it.each([
    ['unknown', toMap([]), sessionRecord({ lastSeq: 5 }), 'message_not_found'],
    ['deleted', toMap([message]), sessionRecord({ lastSeq: 5, hiddenThrough: 3 }), 'message_not_found'],
    ['in a session in the trash', toMap([message]), sessionRecord({ state: 'deleted' }), 'session_not_found'],
  ])('refuses a message that is %s', (_name, messages, record, code) => {
    expect(() => updateMessage(stored(record, messages), update)).toThrow(expect.objectContaining({ code }));
  });
});
