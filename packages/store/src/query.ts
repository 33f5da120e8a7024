import type { SessionState } from './session-record.js';
import type { UserState } from './user-record.js';

/** `asc`: oldest position first. */
export type ListOrder = 'asc' | 'desc';

export interface PageQuery {
  /** The position to go on behind, exclusive. `undefined`: from the beginning, or from the end when `order` is `desc`. */
  readonly after?: number | undefined;
  /** 1 or more. */
  readonly limit: number;
  readonly order: ListOrder;
}

export interface SessionFilter {
  readonly state: SessionState;
  /** Only sessions of this life of a user. */
  readonly userUuid?: string | undefined;
}

export interface SessionQuery extends PageQuery, SessionFilter {}

export interface UserFilter {
  readonly state: UserState;
}

export interface UserQuery extends PageQuery, UserFilter {}

/** Which messages to read. Deleted ones (`seq` ≤ `hiddenThrough`) are never among them; `through` is inclusive. */
export type MessageRange =
  /** The newest `last`, 1 or more. */
  | { readonly last: number; readonly through?: number | undefined }
  /** The oldest `limit` (1 or more) with a `seq` greater than `after`. */
  | { readonly after: number; readonly limit: number; readonly through?: number | undefined };
