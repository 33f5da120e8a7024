import { randomUUID } from 'node:crypto';
import type { MessageRecord, SessionRecord, Store, UserRecord } from '@scrollback/store';

export function newSession(fields: Partial<SessionRecord> = {}): SessionRecord {
  const now = Date.now();
  return {
    id: `session-${randomUUID()}`,
    uuid: randomUUID(),
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

export function newMessages(count: number, after = 0, content = 'message'): MessageRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const [uuid, seq] = [randomUUID(), after + index + 1];
    return { uuid, seq, json: `{"uuid":"${uuid}","seq":${seq},"content":"${content}"}` };
  });
}

export function newUser(fields: Partial<UserRecord> = {}): UserRecord {
  const now = Date.now();
  return {
    id: `user-${randomUUID()}`,
    uuid: randomUUID(),
    position: 0,
    version: 1,
    state: 'live',
    email: null,
    firstName: null,
    lastName: null,
    metadata: null,
    createdAt: now,
    updatedAt: now,
    ...fields,
  };
}

export async function create(
  store: Store,
  fields: Partial<SessionRecord> = {},
  append: readonly MessageRecord[] = [],
): Promise<SessionRecord> {
  const next = newSession({ lastSeq: append.at(-1)?.seq ?? 0, ...fields });
  const result = await store.sessions.commit({ previous: undefined, next, append, replace: [] });
  if (result.status !== 'committed') throw new Error(`not committed but ${result.status}`);
  return result.record;
}

export async function append(
  store: Store,
  previous: SessionRecord,
  messages: readonly MessageRecord[],
): Promise<SessionRecord> {
  const lastSeq = messages.at(-1)?.seq ?? previous.lastSeq;
  const next = { ...previous, version: previous.version + 1, lastSeq };
  const result = await store.sessions.commit({ previous, next, append: messages, replace: [] });
  if (result.status !== 'committed') throw new Error(`not committed but ${result.status}`);
  return result.record;
}

/** A session of so many messages, written a thousand at a time. */
export async function createLong(store: Store, count: number): Promise<SessionRecord> {
  let record = await create(store);
  for (let seq = 0; seq < count; seq += 1_000) {
    record = await append(store, record, newMessages(Math.min(1_000, count - seq), seq));
  }
  return record;
}
