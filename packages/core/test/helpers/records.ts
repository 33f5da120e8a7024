import type { SessionRecord, UserRecord } from '@scrollback/store';
import type { Stored } from '../../src/decisions/decision.js';

export const uuid = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export function sessionRecord(changes: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: 'chat',
    uuid: uuid(1),
    position: 7,
    version: 3,
    state: 'live',
    user: null,
    metadata: null,
    createdAt: 1_000,
    updatedAt: 2_000,
    deletedAt: null,
    lastSeq: 0,
    hiddenThrough: 0,
    restoreHiddenThrough: null,
    trimmedThrough: 0,
    purgeableSince: null,
    ...changes,
  };
}

export function userRecord(changes: Partial<UserRecord> = {}): UserRecord {
  return {
    id: 'ada',
    uuid: uuid(2),
    position: 4,
    version: 5,
    state: 'live',
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: null,
    metadata: null,
    createdAt: 1_000,
    updatedAt: 2_000,
    ...changes,
  };
}

export function stored<Record>(record: Record, messages?: Stored<Record>['messages']): Stored<NonNullable<Record>>;
export function stored<Record>(
  record: Record | undefined,
  messages: Stored<Record>['messages'] = new Map(),
): Stored<Record> {
  return { record, messages };
}
