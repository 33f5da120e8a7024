import type { MessageRecord } from '@scrollback/store';
import type { Stored } from '../decisions/decision.js';

export interface VersionedRecord {
  readonly uuid: string;
  readonly version: number;
  readonly position: number;
  readonly metadata: string | null;
}

export interface RecordCommit<Record> {
  readonly previous: Record | undefined;
  readonly next: Record;
  readonly append: readonly MessageRecord[];
  readonly replace: readonly MessageRecord[];
}

/** As the port's results of commits, for any kind of record. */
export type CommitResult<Record> =
  | { readonly status: 'committed'; readonly record: Record }
  | { readonly status: 'conflict'; readonly current: Record | undefined }
  | { readonly status: 'duplicate'; readonly messages: readonly MessageRecord[] }
  | { readonly status: 'user_gone' };

/** What `transact` needs of a store, for one kind of record. */
export interface RecordSource<Record extends VersionedRecord> {
  /** The record as it is stored now, with those of its messages that have one of `uuids`, in one snapshot. */
  load(id: string, uuids: readonly string[]): Promise<Stored<Record>>;
  commit(commit: RecordCommit<Record>): Promise<CommitResult<Record>>;
}
