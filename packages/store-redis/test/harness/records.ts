import type { MessageRecord, SessionRecord, Store } from '@scrollback/store';
import { newSession, nextOf } from '@scrollback/store-testkit/records';

export * from '@scrollback/store-testkit/records';

export function commitNew(store: Store, fields: Partial<SessionRecord> = {}, append: readonly MessageRecord[] = []) {
  const next = newSession({ lastSeq: append.at(-1)?.seq ?? 0, ...fields });
  return store.sessions.commit({ previous: undefined, next, append, replace: [] });
}

export function commitChange(
  store: Store,
  previous: SessionRecord,
  changes: Partial<SessionRecord> = {},
  append: readonly MessageRecord[] = [],
) {
  return store.sessions.commit({ previous, next: nextOf(previous, changes, append), append, replace: [] });
}
