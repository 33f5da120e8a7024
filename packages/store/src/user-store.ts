import type { UserCommit, UserCommitResult } from './commit.js';
import type { UserFilter, UserQuery } from './query.js';
import type { UserRecord } from './user-record.js';

/** Users. The methods promise what their namesakes in `SessionStore` promise. */
export interface UserStore {
  /** The record under `id`, one that is being erased included. */
  find(id: string): Promise<UserRecord | undefined>;
  list(query: UserQuery): Promise<readonly UserRecord[]>;
  count(filter: UserFilter): Promise<number>;
  commit(commit: UserCommit): Promise<UserCommitResult>;
  /**
   * Removes the record if it has this `uuid`, is `erasing`, and no session is listed under it; true if this call removed it.
   *
   * Racing with a session that is being made for the user: after this has answered true, no session carries `uuid` for good.
   */
  purge(target: { readonly id: string; readonly uuid: string }): Promise<boolean>;
}
