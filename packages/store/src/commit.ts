import type { MessageRecord } from './message-record.js';
import type { SessionRecord } from './session-record.js';
import type { UserRecord } from './user-record.js';

export interface SessionCommit {
  /** What the caller decided on: only its `uuid` and `version` are compared. `undefined`: nothing may be stored under the id. */
  readonly previous: SessionRecord | undefined;
  /** What is stored from now on. Same `uuid` as `previous`, a greater `version`, the same `position` (0 when `previous` is undefined). */
  readonly next: SessionRecord;
  /** New messages, ascending `seq` from `previous.lastSeq + 1` (or 1) to `next.lastSeq`; no uuid twice. */
  readonly append: readonly MessageRecord[];
  /** Stored messages whose text changes; `uuid` and `seq` are those of the stored ones. */
  readonly replace: readonly MessageRecord[];
}

export type SessionCommitResult =
  /** All of it is stored. `record` is `next` with its position. */
  | { readonly status: 'committed'; readonly record: SessionRecord }
  /** Nothing was written: another record, or none, is stored. */
  | { readonly status: 'conflict'; readonly current: SessionRecord | undefined }
  /** Nothing was written: `previous` is stored, and the session has these of the appended uuids already, deleted ones included. */
  | { readonly status: 'duplicate'; readonly messages: readonly MessageRecord[] }
  /** Nothing is left of the commit: `next.user` is not `previous.user`, and that user does not exist or is being erased. */
  | { readonly status: 'user_gone' };

export interface UserCommit {
  /** As in {@link SessionCommit}. */
  readonly previous: UserRecord | undefined;
  readonly next: UserRecord;
}

export type UserCommitResult =
  | { readonly status: 'committed'; readonly record: UserRecord }
  | { readonly status: 'conflict'; readonly current: UserRecord | undefined };
