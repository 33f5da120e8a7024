/** The user that owns a record: `id` is the app's name for it, `uuid` names one life of that id. */
export interface UserReference {
  readonly id: string;
  readonly uuid: string;
}

/** `deleted` means in the trash: hidden from every read and list, and not purged yet. */
export type SessionState = 'live' | 'deleted';

/**
 * One session as a store keeps it. Times are epoch milliseconds, absent times are `null`.
 *
 * A record is a value: whoever gets one may keep it, nobody changes it.
 */
export interface SessionRecord {
  /** The app's key: 1 to 1,024 bytes of well-formed UTF-8. A store must carry any such text unchanged. */
  readonly id: string;
  /** Names one life of `id`, from creation to purge; an id made again has another one. Canonical lower-case UUID, v7. */
  readonly uuid: string;
  /** Place in every list: unique, never reused, given by the store in commit order. 0 until the first commit has answered. */
  readonly position: number;
  /** Grows with every change; together with `uuid` it is what a commit compares. */
  readonly version: number;
  readonly state: SessionState;
  /** The owner, or `null`. Together with `state` it decides which lists the record is in. */
  readonly user: UserReference | null;
  /** JSON text of an object, or `null` when none was ever given. Opaque to stores. */
  readonly metadata: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
  /** `seq` of the newest message ever added; 0 when there is none. */
  readonly lastSeq: number;
  /** Messages with a `seq` up to this one are deleted: reads do not return them. */
  readonly hiddenThrough: number;
  /** While in the trash: what `hiddenThrough` becomes again on a restore. Otherwise `null`. */
  readonly restoreHiddenThrough: number | null;
  /** Messages with a `seq` up to this one are gone for good. */
  readonly trimmedThrough: number;
  /** Since when something of this record waits for the purge; `null` when nothing does. */
  readonly purgeableSince: number | null;
}
