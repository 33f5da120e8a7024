import type { SessionRecord } from '@scrollback/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../src/decisions/decision.js';
import { appendMessages } from '../src/decisions/messages.js';
import { judgePurge, recordTrim } from '../src/decisions/purge.js';
import { clearMessages, deleteSession, restoreSession, updateSession } from '../src/decisions/sessions.js';
import { acceptMessage } from '../src/documents/messages.js';
import { messageCount } from '../src/documents/sessions.js';
import { RefusalError } from '../src/errors.js';
import { stored, uuid } from './helpers/records.js';

/** What the promises say, in the plainest form: sets of messages instead of numbers up to which they are hidden. */
interface Model {
  state: 'absent' | 'live' | 'deleted';
  lastSeq: number;
  visible: number[];
  /** What a restore brings back. */
  trashed: number[];
  deletedForGood: number[];
  deletedAt: number;
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constantFrom('delete', 'restore', 'clear', 'undelete') }),
  fc.record({ kind: fc.constant('purge' as const), age: fc.integer({ min: 0, max: 4 }) }),
);

describe('the life of a session', () => {
  it('shows exactly the messages that the promises say, whatever happens to it in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const model: Model = {
          state: 'absent',
          lastSeq: 0,
          visible: [],
          trashed: [],
          deletedForGood: [],
          deletedAt: 0,
        };
        let record: SessionRecord | undefined;
        let now = 1_000;
        for (const next of steps) {
          now += 1;
          const before = record;
          record = 'age' in next ? purge(record, now - next.age) : apply(record, next, now);
          expect(applyToModel(model, next, now)).toBe(record !== before || 'age' in next);
          expectSame(record, model);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function apply(record: SessionRecord | undefined, { kind, count }: { kind: string; count?: number }, now: number) {
  const change = { id: 'chat', precondition: undefined, now };
  const decide = (): Decision<SessionRecord> => {
    switch (kind) {
      case 'append':
        return appendMessages(stored(record), {
          ...change,
          messages: Array.from({ length: count ?? 0 }, (_, index) => newMessage(now * 10 + index)),
          expectedSeq: undefined,
          create: { uuid: () => uuid(now), user: null, metadata: null },
        });
      case 'delete':
        return deleteSession(stored(record), change);
      case 'restore':
        return restoreSession(stored(record), change);
      case 'clear':
        return clearMessages(stored(record), change);
      default:
        return updateSession(stored(record), {
          ...change,
          metadata: undefined,
          user: undefined,
          undeletes: true,
          limits: { maxBytes: 100, maxDepth: 4 },
        });
    }
  };
  try {
    return decide().record;
  } catch (error) {
    if (RefusalError.isInstance(error)) return record;
    throw error;
  }
}

/** A purge run as the service does it, on one record. */
function purge(record: SessionRecord | undefined, before: number): SessionRecord | undefined {
  if (record === undefined || record.purgeableSince === null || record.purgeableSince >= before) return record;
  const verdict = judgePurge(record, before);
  if (verdict.kind === 'purge') return undefined;
  const through = verdict.kind === 'trim' ? verdict.through : record.trimmedThrough;
  return recordTrim(stored(record), { uuid: record.uuid, through })?.record;
}

/** Whether the model changes: what it refuses, the rules must refuse. */
function applyToModel(model: Model, next: { kind: string; count?: number; age?: number }, now: number): boolean {
  const { state, visible } = model;
  switch (next.kind) {
    case 'append':
      if (state === 'deleted') leaveTrash(model);
      model.state = 'live';
      for (let index = 0; index < (next.count ?? 0); index += 1) model.visible.push(++model.lastSeq);
      return true;
    case 'delete':
      if (state !== 'live') return false;
      Object.assign(model, { state: 'deleted', visible: [], trashed: visible, deletedAt: now });
      return true;
    case 'restore':
      if (state !== 'deleted') return false;
      Object.assign(model, { state: 'live', visible: model.trashed, trashed: [] });
      return true;
    case 'clear':
      if (state !== 'live') return false;
      model.deletedForGood.push(...visible);
      model.visible = [];
      return true;
    case 'undelete':
      if (state === 'absent') return false;
      if (state === 'deleted') leaveTrash(model);
      return true;
    default:
      if (state === 'deleted' && model.deletedAt < now - (next.age ?? 0)) {
        Object.assign(model, { state: 'absent', lastSeq: 0, trashed: [], deletedForGood: [] });
      }
      return true;
  }
}

function leaveTrash(model: Model): void {
  model.deletedForGood.push(...model.trashed);
  Object.assign(model, { state: 'live', trashed: [] });
}

function expectSame(
  record: SessionRecord | undefined,
  { state, lastSeq, visible, trashed, deletedForGood }: Model,
): void {
  expect(record?.state ?? 'absent').toBe(state);
  if (record === undefined) return;
  expect(record.lastSeq).toBe(lastSeq);
  const seqs = Array.from({ length: lastSeq }, (_, index) => index + 1);
  expect(seqs.filter((seq) => seq > record.hiddenThrough)).toEqual(visible);
  const afterRestore = record.restoreHiddenThrough ?? record.hiddenThrough;
  expect(seqs.filter((seq) => seq > afterRestore)).toEqual(state === 'deleted' ? trashed : visible);
  expect(messageCount(record)).toBe(state === 'deleted' ? trashed.length : visible.length);
  // Nothing that can be seen again is trimmed, and whatever is deleted for good is trimmed or waits for the purge.
  expect(record.trimmedThrough).toBeLessThanOrEqual(afterRestore);
  if (deletedForGood.some((seq) => seq > record.trimmedThrough) || state === 'deleted') {
    expect(record.purgeableSince).not.toBeNull();
  }
  if (record.purgeableSince === null) expect(record.trimmedThrough).toBe(record.hiddenThrough);
}

function newMessage(number: number) {
  return acceptMessage({
    uuid: uuid(number),
    role: 'user',
    content: 'text',
    tokenCount: 0,
    metadata: null,
    createdAt: 1_000,
  });
}
