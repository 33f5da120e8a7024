import { randomUUID } from 'node:crypto';
import type { MessageRecord, SessionRecord, Store, UserRecord } from '@scrollback/store';

/** A version 7 UUID is not needed by the store. */
export const newUuid = randomUUID;

export function newSession(fields: Partial<SessionRecord> = {}): SessionRecord {
  const now = Date.now();
  return {
    id: `session-${newUuid()}`,
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

export function newMessages(count: number, after = 0): MessageRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const [uuid, seq] = [newUuid(), after + index + 1];
    return { uuid, seq, json: `{"uuid":"${uuid}","seq":${seq},"content":"message ${seq}"}` };
  });
}

export function newUser(fields: Partial<UserRecord> = {}): UserRecord {
  const now = Date.now();
  return {
    id: `user-${newUuid()}`,
    uuid: newUuid(),
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

/** The changes that make a live session one in the trash. */
export function toTrash({ lastSeq, hiddenThrough }: SessionRecord): Partial<SessionRecord> {
  const now = Date.now();
  return {
    state: 'deleted',
    deletedAt: now,
    hiddenThrough: lastSeq,
    restoreHiddenThrough: hiddenThrough,
    purgeableSince: now,
  };
}

/** The changes that bring it back with its messages. */
export function toRestored({ restoreHiddenThrough }: SessionRecord): Partial<SessionRecord> {
  return {
    state: 'live',
    deletedAt: null,
    hiddenThrough: restoreHiddenThrough ?? 0,
    restoreHiddenThrough: null,
    purgeableSince: null,
  };
}

export function commitNew(store: Store, fields: Partial<SessionRecord> = {}, append: readonly MessageRecord[] = []) {
  const next = newSession({ lastSeq: append.at(-1)?.seq ?? 0, ...fields });
  return store.sessions.commit({ previous: undefined, next, append, replace: [] });
}

export async function create(
  store: Store,
  fields: Partial<SessionRecord> = {},
  append: readonly MessageRecord[] = [],
): Promise<SessionRecord> {
  const result = await commitNew(store, fields, append);
  if (result.status !== 'committed') throw new Error(`not committed but ${result.status}`);
  return result.record;
}

export function commitChange(
  store: Store,
  previous: SessionRecord,
  changes: Partial<SessionRecord> = {},
  append: readonly MessageRecord[] = [],
) {
  const lastSeq = append.at(-1)?.seq ?? previous.lastSeq;
  const next = { ...previous, version: previous.version + 1, lastSeq, ...changes };
  return store.sessions.commit({ previous, next, append, replace: [] });
}

export async function change(
  store: Store,
  previous: SessionRecord,
  changes: Partial<SessionRecord> = {},
  append: readonly MessageRecord[] = [],
): Promise<SessionRecord> {
  const result = await commitChange(store, previous, changes, append);
  if (result.status !== 'committed') throw new Error(`not committed but ${result.status}`);
  return result.record;
}

export async function createUser(store: Store, fields: Partial<UserRecord> = {}): Promise<UserRecord> {
  const result = await store.users.commit({ previous: undefined, next: newUser(fields) });
  if (result.status !== 'committed') throw new Error(`not committed but ${result.status}`);
  return result.record;
}

export async function changeUser(store: Store, previous: UserRecord, changes: Partial<UserRecord>) {
  const next = { ...previous, version: previous.version + 1, ...changes };
  const result = await store.users.commit({ previous, next });
  if (result.status !== 'committed') throw new Error(`not committed but ${result.status}`);
  return result.record;
}

/** Removes a user and its sessions, as an erasure does it. */
export async function eraseUser(store: Store, user: UserRecord): Promise<void> {
  const { id, uuid } = user;
  if (user.state !== 'erasing') await changeUser(store, user, { state: 'erasing' });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    for (const state of ['live', 'deleted'] as const) {
      const sessions = await store.sessions.list({ state, userUuid: uuid, limit: 100, order: 'asc' });
      await Promise.all(sessions.map((session) => store.sessions.purge({ id: session.id, uuid: session.uuid })));
    }
    if (await store.users.purge({ id, uuid })) return;
    if (attempt > 20) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the user could not be removed');
}
