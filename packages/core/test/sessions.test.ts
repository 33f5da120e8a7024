import { describe, expect, it } from 'vitest';
import {
  clearMessages,
  createSession,
  deleteSession,
  restoreSession,
  type UpdateSession,
  updateSession,
} from '../src/decisions/sessions.js';
import { sessionRecord, stored, uuid } from './helpers/records.js';

const owner = { id: 'ada', uuid: uuid(2) };
const change = { id: 'chat', precondition: undefined, now: 5_000 };
const update: UpdateSession = {
  id: 'chat',
  metadata: undefined,
  user: undefined,
  undeletes: false,
  precondition: undefined,
  limits: { maxBytes: 1_000, maxDepth: 32 },
  now: 5_000,
};
const inTrash = sessionRecord({
  state: 'deleted',
  deletedAt: 3_000,
  lastSeq: 9,
  hiddenThrough: 9,
  restoreHiddenThrough: 4,
  trimmedThrough: 4,
  purgeableSince: 3_000,
});

describe('createSession', () => {
  const request = { id: 'chat', uuid: uuid(9), user: owner, metadata: '{"a":1}', now: 5_000 };

  it('begins at version 1 with no messages', () => {
    expect(createSession(stored(undefined), request)).toEqual({
      isWrite: true,
      record: sessionRecord({
        uuid: uuid(9),
        position: 0,
        version: 1,
        user: owner,
        metadata: '{"a":1}',
        createdAt: 5_000,
        updatedAt: 5_000,
      }),
      append: [],
      replace: [],
      messages: [],
    });
  });

  it.each(['live', 'deleted'] as const)('refuses an id that is %s', (state) => {
    expect(() => createSession(stored(sessionRecord({ state })), request)).toThrow(
      expect.objectContaining({ code: 'session_exists' }),
    );
  });
});

describe('updateSession', () => {
  it('merges metadata and moves version and time, nothing else', () => {
    const record = sessionRecord({ metadata: '{"a":1}' });
    const request = { ...update, metadata: { mode: 'merge_patch', patch: { b: 2 } } } as const;
    expect(updateSession(stored(record), request).record).toEqual({
      ...record,
      metadata: '{"a":1,"b":2}',
      version: 4,
      updatedAt: 5_000,
    });
  });

  it('writes nothing when nothing is asked for', () => {
    const record = sessionRecord({ metadata: '{"a":1}' });
    expect(updateSession(stored(record), update)).toMatchObject({ isWrite: false, record });
  });

  it('removes all metadata by null', () => {
    const record = sessionRecord({ metadata: '{"a":1}' });
    expect(updateSession(stored(record), { ...update, metadata: null }).record.metadata).toBeNull();
  });

  it('never lets the time run backwards', () => {
    const request = { ...update, metadata: null };
    expect(updateSession(stored(sessionRecord({ updatedAt: 9_000 })), request).record.updatedAt).toBe(9_000);
  });

  it('gives a user to a session without one', () => {
    expect(updateSession(stored(sessionRecord()), { ...update, user: owner }).record.user).toEqual(owner);
  });

  it('accepts the user that the session has', () => {
    expect(updateSession(stored(sessionRecord({ user: owner })), { ...update, user: owner }).record.user).toEqual(
      owner,
    );
  });

  it.each([
    ['another user', { id: 'bob', uuid: uuid(3) }],
    ['a later user of the same id', { id: 'ada', uuid: uuid(3) }],
  ])('refuses %s than the one it has', (_name, user) => {
    expect(() => updateSession(stored(sessionRecord({ user: owner })), { ...update, user })).toThrow(
      expect.objectContaining({ code: 'session_has_user' }),
    );
  });

  it('does not see a session in the trash', () => {
    expect(() => updateSession(stored(inTrash), update)).toThrow(
      expect.objectContaining({ code: 'session_not_found' }),
    );
  });

  it('undeletes when asked to: the messages that went to the trash stay deleted', () => {
    expect(updateSession(stored(inTrash), { ...update, undeletes: true }).record).toEqual({
      ...inTrash,
      state: 'live',
      deletedAt: null,
      restoreHiddenThrough: null,
      version: 4,
      updatedAt: 5_000,
    });
  });

  it.each([
    ['the version it is at', [{ uuid: uuid(1), version: 3 }], true],
    [
      'one of several',
      [
        { uuid: uuid(9), version: 3 },
        { uuid: uuid(1), version: 3 },
      ],
      true,
    ],
    ['any', '*', true],
    ['another version', [{ uuid: uuid(1), version: 2 }], false],
    ['the same version of another life', [{ uuid: uuid(9), version: 3 }], false],
    ['none', [], false],
  ] as const)('with If-Match of %s is allowed: %s', (_name, precondition, isAllowed) => {
    const run = () => updateSession(stored(sessionRecord()), { ...update, metadata: null, precondition });
    if (isAllowed) expect(run().isWrite).toBe(true);
    else expect(run).toThrow(expect.objectContaining({ code: 'precondition_failed' }));
  });
});

describe('deleteSession and restoreSession', () => {
  it('hides all messages and remembers what was hidden before', () => {
    const record = sessionRecord({ lastSeq: 9, hiddenThrough: 4, trimmedThrough: 4 });
    expect(deleteSession(stored(record), change).record).toEqual({
      ...record,
      state: 'deleted',
      deletedAt: 5_000,
      hiddenThrough: 9,
      restoreHiddenThrough: 4,
      purgeableSince: 5_000,
      version: 4,
      updatedAt: 5_000,
    });
  });

  it('restores exactly what the delete took', () => {
    const record = sessionRecord({ lastSeq: 9, hiddenThrough: 4, trimmedThrough: 4 });
    const trashed = deleteSession(stored(record), change).record;
    expect(restoreSession(stored(trashed), { ...change, now: 6_000 }).record).toEqual({
      ...record,
      version: 5,
      updatedAt: 6_000,
    });
  });

  it('keeps the date of messages that were cleared before', () => {
    const record = sessionRecord({ lastSeq: 9, hiddenThrough: 4, trimmedThrough: 0, purgeableSince: 1_500 });
    const trashed = deleteSession(stored(record), change).record;
    expect(trashed.purgeableSince).toBe(1_500);
    expect(restoreSession(stored(trashed), change).record.purgeableSince).toBe(1_500);
  });

  it('refuses to delete what is in the trash and to restore what is not', () => {
    expect(() => deleteSession(stored(inTrash), change)).toThrow(
      expect.objectContaining({ code: 'session_not_found' }),
    );
    expect(() => restoreSession(stored(sessionRecord()), change)).toThrow(
      expect.objectContaining({ code: 'session_not_deleted' }),
    );
    expect(() => restoreSession(stored(undefined), change)).toThrow(
      expect.objectContaining({ code: 'session_not_found' }),
    );
  });
});

describe('clearMessages', () => {
  it('hides all messages for good', () => {
    const record = clearMessages(stored(sessionRecord({ lastSeq: 9 })), change).record;
    expect(record).toMatchObject({
      state: 'live',
      hiddenThrough: 9,
      restoreHiddenThrough: null,
      purgeableSince: 5_000,
    });
  });

  it('leaves nothing to purge in a session that never had a message', () => {
    expect(clearMessages(stored(sessionRecord()), change).record.purgeableSince).toBeNull();
  });
});
