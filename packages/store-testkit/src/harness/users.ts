import type { Store, UserRecord } from '@scrollback/store';
import { newId, newUuid } from './ids.js';
import { nextTurn } from './next-turn.js';
import { walk } from './walk.js';

/** A user that was never committed. */
export function newUser(fields: Partial<UserRecord> = {}): UserRecord {
  const now = Date.now();
  return {
    id: newId('user'),
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

export function nextUserOf(previous: UserRecord, changes: Partial<UserRecord> = {}): UserRecord {
  return { ...previous, version: previous.version + 1, ...changes };
}

/** Commits a new user. */
export async function createUser(store: Store, fields: Partial<UserRecord> = {}): Promise<UserRecord> {
  const result = await store.users.commit({ previous: undefined, next: newUser(fields) });
  if (result.status !== 'committed') throw new Error(`A new user was not committed but ${JSON.stringify(result)}`);
  return result.record;
}

/** Commits a change that nothing may refuse. */
export async function changeUser(
  store: Store,
  previous: UserRecord,
  changes: Partial<UserRecord>,
): Promise<UserRecord> {
  const result = await store.users.commit({ previous, next: nextUserOf(previous, changes) });
  if (result.status !== 'committed') throw new Error(`A change was not committed but ${JSON.stringify(result)}`);
  return result.record;
}

/** Removes a user and its sessions, as an erasure does it: mark, purge what is listed, remove. */
export async function eraseUser(store: Store, user: UserRecord): Promise<void> {
  if (user.state !== 'erasing') await changeUser(store, user, { state: 'erasing' });
  for (let attempt = 0; attempt < 1_000; attempt++) {
    await purgeSessionsOf(store, user);
    if (await store.users.purge({ id: user.id, uuid: user.uuid })) return;
    await nextTurn();
  }
  throw new Error('A user without sessions could not be removed in 1,000 attempts.');
}

async function purgeSessionsOf(store: Store, user: UserRecord): Promise<void> {
  for (const state of ['live', 'deleted'] as const) {
    const sessions = await walk((page) => store.sessions.list({ ...page, state, userUuid: user.uuid }), { limit: 100 });
    await Promise.all(sessions.map(({ id, uuid }) => store.sessions.purge({ id, uuid })));
  }
}
