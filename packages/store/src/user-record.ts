/** `erasing` means that the user and all its sessions are being removed for good; it can only go on to be purged. */
export type UserState = 'live' | 'erasing';

/** One user as a store keeps it. Times are epoch milliseconds. A record is a value: nobody changes it. */
export interface UserRecord {
  /** The app's key, as for sessions. */
  readonly id: string;
  /** Names one life of `id`. Canonical lower-case UUID, v7. */
  readonly uuid: string;
  /** Place in the list of users: unique, never reused, given by the store in commit order. 0 until the first commit has answered. */
  readonly position: number;
  /** Grows with every change; together with `uuid` it is what a commit compares. */
  readonly version: number;
  readonly state: UserState;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** JSON text of an object, or `null`. Opaque to stores. */
  readonly metadata: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
