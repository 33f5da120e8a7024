import type { SessionCommit, SessionCommitResult } from './commit.js';
import type { MessageRecord } from './message-record.js';
import type { MessageRange, SessionFilter, SessionQuery } from './query.js';
import type { SessionRecord } from './session-record.js';

/** A session and some of its messages, as they were at one moment. */
export interface SessionSnapshot {
  readonly record: SessionRecord;
  /** Ascending `seq`. */
  readonly messages: readonly MessageRecord[];
}

/**
 * Sessions and their messages.
 *
 * Every method is atomic for one session: a caller sees all of another caller's commit or nothing of it, through whatever
 * handle or process either came. What was committed before a call began is seen by it.
 */
export interface SessionStore {
  /**
   * The record under `id`, the trash included, always with its position.
   *
   * The result shares nothing with the store: changing it changes nothing stored.
   */
  find(id: string): Promise<SessionRecord | undefined>;

  /**
   * Records in the order of `position`. A page is full unless the list ends with it.
   *
   * Racing with writers: a record that is in the list during the whole walk comes exactly once; one that is created meanwhile
   * never appears behind a position that was already returned; one that leaves the list and returns has its old place again.
   */
  list(query: SessionQuery): Promise<readonly SessionRecord[]>;

  /** How many records {@link list} would return in all; exact when no other call is in flight. */
  count(filter: SessionFilter): Promise<number>;

  /** Records whose `purgeableSince` is less than `before`, oldest first, at most `limit`. */
  due(query: { readonly before: number; readonly limit: number }): Promise<readonly SessionRecord[]>;

  /**
   * Writes a record and its messages, all or nothing, if what is stored still has the uuid and version of `previous`.
   *
   * Of callers that race with the same `previous` exactly one commits; the others are told what is stored now. When both apply,
   * a conflict is reported rather than a duplicate. A commit that the transport repeats counts once. The first commit gives
   * the position before it answers. When the call rejects, the commit has happened or will never happen, or the error says
   * that the outcome is unknown.
   */
  commit(commit: SessionCommit): Promise<SessionCommitResult>;

  /**
   * The record and a range of its visible messages, in one snapshot and one round trip: the messages are those of that
   * version of the record, without a gap. The cost does not grow with the length of the session, and `maxBytes` bounds what
   * is held in memory and sent for it.
   */
  read(id: string, range: MessageRange): Promise<SessionSnapshot | undefined>;

  /** The record and those of its messages that have one of `uuids`, deleted but untrimmed ones included, in one snapshot. */
  messagesById(id: string, uuids: readonly string[]): Promise<SessionSnapshot | undefined>;

  /**
   * Removes the messages with `after` < `seq` ≤ `through` for good, in bounded slices, while the record has this `uuid`.
   *
   * Other calls run between the slices. A call that was cut short is finished by repeating it; a repeated one does no harm.
   * Their uuids can be used again. The record is not changed. The caller grants that nothing can make these messages visible again.
   */
  trim(range: {
    readonly id: string;
    readonly uuid: string;
    readonly after: number;
    readonly through: number;
  }): Promise<void>;

  /**
   * Removes the session with everything it owns, in one step, if the record has this `uuid` (and this `version`, when given).
   *
   * True if this call removed it. Racing with a commit, one of the two happens and the other is told so.
   */
  purge(target: {
    readonly id: string;
    readonly uuid: string;
    readonly version?: number | undefined;
  }): Promise<boolean>;
}
