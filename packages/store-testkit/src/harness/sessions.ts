import type {
  MessageRecord,
  SessionRecord,
  SessionSnapshot,
  Store,
  UserRecord,
  UserReference,
} from '@scrollback/store';
import { newId, newUuid } from './ids.js';

/** More messages than any test stores in one session. */
const ALL = 100_000;

/** More than the messages of any session have. */
export const maxBytes = 1_000_000_000;

export interface Writes {
  readonly append?: readonly MessageRecord[];
  readonly replace?: readonly MessageRecord[];
}

/** A session that was never committed. */
export function newSession(fields: Partial<SessionRecord> = {}): SessionRecord {
  const now = Date.now();
  return {
    id: newId('session'),
    uuid: newUuid(),
    position: 0,
    version: 1,
    state: 'live',
    user: null,
    metadata: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    lastSeq: 0,
    hiddenThrough: 0,
    restoreHiddenThrough: null,
    trimmedThrough: 0,
    purgeableSince: null,
    ...fields,
  };
}

/** New messages with the `seq`s that follow `after`. */
export function newMessages(count: number, after = 0, content = 'message'): MessageRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = after + index + 1;
    const uuid = newUuid();
    return { uuid, seq, json: `{"uuid":"${uuid}","seq":${seq},"role":"user","content":"${content} ${seq}"}` };
  });
}

export function referenceTo({ id, uuid }: UserRecord): UserReference {
  return { id, uuid };
}

/** What a commit on `previous` stores: `changes`, the next version, and the `seq` of the last appended message. */
export function nextOf(
  previous: SessionRecord,
  changes: Partial<SessionRecord> = {},
  append: readonly MessageRecord[] = [],
) {
  const lastSeq = append.at(-1)?.seq ?? previous.lastSeq;
  return { ...previous, version: previous.version + 1, lastSeq, ...changes };
}

/** The changes that put a session into the trash. */
export function toTrash({ hiddenThrough, lastSeq }: SessionRecord): Partial<SessionRecord> {
  const now = Date.now();
  return {
    state: 'deleted',
    deletedAt: now,
    hiddenThrough: lastSeq,
    restoreHiddenThrough: hiddenThrough,
    purgeableSince: now,
  };
}

/** The changes that bring a session back with the messages that went with it. */
export function toRestored({ restoreHiddenThrough }: SessionRecord): Partial<SessionRecord> {
  return {
    state: 'live',
    deletedAt: null,
    hiddenThrough: restoreHiddenThrough ?? 0,
    restoreHiddenThrough: null,
    purgeableSince: null,
  };
}

/** The changes that bring a session back without the messages that went with it. */
export function toUndeleted(): Partial<SessionRecord> {
  return { state: 'live', deletedAt: null, restoreHiddenThrough: null };
}

/** Commits a new session. */
export async function create(
  store: Store,
  fields: Partial<SessionRecord> = {},
  append: readonly MessageRecord[] = [],
): Promise<SessionRecord> {
  const next = newSession({ lastSeq: append.at(-1)?.seq ?? 0, ...fields });
  const result = await store.sessions.commit({ previous: undefined, next, append, replace: [] });
  if (result.status !== 'committed') throw new Error(`A new session was not committed but ${JSON.stringify(result)}`);
  return result.record;
}

/** Commits a change that nothing may refuse. */
export async function change(
  store: Store,
  previous: SessionRecord,
  changes: Partial<SessionRecord> = {},
  { append = [], replace = [] }: Writes = {},
): Promise<SessionRecord> {
  const next = nextOf(previous, changes, append);
  const result = await store.sessions.commit({ previous, next, append, replace });
  if (result.status !== 'committed') throw new Error(`A change was not committed but ${JSON.stringify(result)}`);
  return result.record;
}

export function trash(store: Store, previous: SessionRecord): Promise<SessionRecord> {
  return change(store, previous, toTrash(previous));
}

/** The record and all its visible messages. */
export function readAll(store: Store, id: string): Promise<SessionSnapshot | undefined> {
  return store.sessions.read(id, { after: 0, limit: ALL, maxBytes });
}

export function uuidsOf(messages: readonly MessageRecord[]): string[] {
  return messages.map((message) => message.uuid);
}

export function seqsOf(snapshot: SessionSnapshot | undefined): number[] | undefined {
  return snapshot?.messages.map((message) => message.seq);
}

/** The whole numbers from `first` to `last`, both included. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
