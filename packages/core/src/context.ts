import type { SessionRecord, Store, UserRecord } from '@scrollback/store';
import type { Limits } from './limits.js';
import type { RecordWriter } from './writing/record-writer.js';

/** What the services share. */
export interface Context {
  readonly store: Store;
  readonly limits: Limits;
  readonly sessionWriter: RecordWriter<SessionRecord>;
  readonly userWriter: RecordWriter<UserRecord>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A new UUID v7. */
  readonly newUuid: () => string;
}
