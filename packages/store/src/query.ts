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

/** Which messages to read. Deleted ones (`seq` ≤ `hiddenThrough`) are never among them. */
export type MessageRange = MessageBounds &
  (
    | {
        /** The newest so many, 1 or more. Where `maxBytes` leaves some out, it is the oldest of them. */
        readonly last: number;
      }
    | {
        /** The oldest `limit` (1 or more) with a greater `seq`. Where `maxBytes` leaves some out, it is the newest of them. */
        readonly after: number;
        readonly limit: number;
      }
  );

interface MessageBounds {
  /** Inclusive. */
  readonly through?: number | undefined;
  /**
   * Reading stops before the `json` of the messages together exceeds this, but not before there is one message.
   *
   * A store counts bytes of UTF-8 or units of UTF-16, whichever is cheap for it.
   */
  readonly maxBytes: number;
}
