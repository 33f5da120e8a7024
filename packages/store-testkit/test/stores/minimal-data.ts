import type { MessageRecord, SessionRecord, UserRecord } from '@scrollback/store';

export interface MinimalSession {
  readonly record: SessionRecord;
  readonly messages: readonly MessageRecord[];
}

/** What all handles of one minimal store share. */
export interface MinimalData {
  readonly sessions: Map<string, MinimalSession>;
  readonly users: Map<string, UserRecord>;
  lastPosition: number;
}

export function createMinimalData(): MinimalData {
  return { sessions: new Map(), users: new Map(), lastPosition: 0 };
}
