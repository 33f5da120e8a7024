import type { MessageRecord, SessionRecord, SessionState, UserRecord, UserState } from '@scrollback/store';
import { createOrderedSet, type OrderedSet } from './ordered-set.js';

/** One session with its messages. */
export interface SessionEntry {
  record: SessionRecord;
  readonly messages: Map<number, MessageRecord>;
  readonly seqs: Map<string, number>;
}

/** What handles share. Give the same one to several `createMemoryStore` calls to work on the same data. */
export interface MemoryData {
  readonly sessions: Map<string, SessionEntry>;
  readonly users: Map<string, UserRecord>;
  /** Ids by position, for each list that has a member. */
  readonly sessionLists: Map<string, OrderedSet>;
  readonly userLists: Readonly<Record<UserState, OrderedSet>>;
  /** Ids of sessions by `purgeableSince`. */
  readonly due: OrderedSet;
  nextSessionPosition: number;
  nextUserPosition: number;
}

export function createMemoryData(): MemoryData {
  return {
    sessions: new Map(),
    users: new Map(),
    sessionLists: new Map(),
    userLists: { live: createOrderedSet(), erasing: createOrderedSet() },
    due: createOrderedSet(),
    nextSessionPosition: 1,
    nextUserPosition: 1,
  };
}

export function sessionListName(state: SessionState, userUuid: string | undefined): string {
  return `${state}:${userUuid ?? ''}`;
}

/** Puts `next` where `previous` was in all lists; `undefined`: not there. */
export function moveSession(
  data: MemoryData,
  previous: SessionRecord | undefined,
  next: SessionRecord | undefined,
): void {
  for (const name of listNames(previous)) {
    const list = data.sessionLists.get(name);
    if (previous === undefined || list === undefined) continue;
    list.delete(previous.position, previous.id);
    if (list.size === 0) data.sessionLists.delete(name);
  }
  for (const name of listNames(next)) {
    if (next === undefined) continue;
    const list = data.sessionLists.get(name) ?? createOrderedSet();
    data.sessionLists.set(name, list);
    list.add(next.position, next.id);
  }
  if (previous !== undefined && previous.purgeableSince !== null) data.due.delete(previous.purgeableSince, previous.id);
  if (next !== undefined && next.purgeableSince !== null) data.due.add(next.purgeableSince, next.id);
}

function listNames(record: SessionRecord | undefined): string[] {
  if (record === undefined) return [];
  const all = sessionListName(record.state, undefined);
  return record.user === null ? [all] : [all, sessionListName(record.state, record.user.uuid)];
}
