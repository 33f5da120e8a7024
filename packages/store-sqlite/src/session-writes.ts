import type { MessageRecord, SessionRecord } from '@scrollback/store';
import type { Database } from './database.js';
import { createRemoveSlice, sliceSize } from './message-slices.js';
import { createSessionReads } from './session-reads.js';
import {
  changingColumns,
  plainColumns,
  sessionColumns,
  toChangingValues,
  toPlainValues,
  toSessionValues,
} from './session-row.js';
import { toBytes, uuidFromBytes, uuidToBytes } from './text.js';
import type { Stamp, Writes } from './write.js';

/** What a write has to know of the stored session. */
interface Stored extends Stamp {
  readonly position: number;
  readonly state: string;
  readonly userUuid: string | undefined;
  readonly purgeableSince: number | null;
  readonly lastSeq: number;
  readonly longest: number;
}

type Handlers = {
  readonly [Kind in 'commitSession' | 'purgeSession' | 'trimSession']: (
    request: Writes[Kind]['request'],
  ) => Writes[Kind]['answer'];
};

/** The changes of sessions and messages. Each must run in a transaction, and checks everything before it writes. */
export function createSessionWrites(database: Database): Handlers {
  const reads = createSessionReads(database);
  const removeSlice = createRemoveSlice(database);
  const stored = database.prepare(
    'SELECT position, uuid, version, state, user_uuid, purgeable_since, last_seq, longest FROM sessions WHERE id = ?',
  );
  const userState = database.prepare('SELECT state FROM users WHERE id = ? AND uuid = ?');
  const places = sessionColumns.map(() => '?').join(', ');
  const insert = database.prepare(`INSERT INTO sessions (${sessionColumns.join(', ')}) VALUES (${places})`);
  // Most changes move a session in no index.
  const updatePlain = database.prepare(`UPDATE sessions SET ${assign(plainColumns)} WHERE position = ?`);
  const updateAll = database.prepare(`UPDATE sessions SET ${assign(changingColumns)} WHERE position = ?`);
  const remove = database.prepare('DELETE FROM sessions WHERE position = ?');
  const leaveRest = database.prepare('INSERT INTO purged (session, longest) VALUES (?, ?)');
  const append = database.prepare('INSERT INTO messages (session, seq, uuid, json) VALUES (?, ?, ?, ?)');
  const replace = database.prepare('UPDATE messages SET json = ? WHERE session = ? AND seq = ?');

  function load(id: string): Stored | undefined {
    const row = stored.get([toBytes(id)]);
    if (row === undefined) return undefined;
    return {
      position: row.position as number,
      uuid: uuidFromBytes(row.uuid),
      version: row.version as number,
      state: row.state as string,
      userUuid: row.user_uuid === null ? undefined : uuidFromBytes(row.user_uuid),
      purgeableSince: row.purgeable_since as number | null,
      lastSeq: row.last_seq as number,
      longest: row.longest as number,
    };
  }

  /** Whether a session may be given this user now. */
  function isGone({ user }: SessionRecord, current: Stored | undefined): boolean {
    if (user === null || user.uuid === current?.userUuid) return false;
    return userState.get([toBytes(user.id), uuidToBytes(user.uuid)])?.state !== 'live';
  }

  function save(next: SessionRecord, current: Stored | undefined, longest: number): number {
    if (current === undefined) return insert.run(toSessionValues(next, longest)).lastInsertRowid;
    const { position } = current;
    if (isMoved(next, current)) updateAll.run([...toChangingValues(next, longest), position]);
    else updatePlain.run([...toPlainValues(next, longest), position]);
    return position;
  }

  return {
    commitSession(commit) {
      const { previous, next } = commit;
      const current = load(next.id);
      if (current?.uuid !== previous?.uuid || current?.version !== previous?.version) {
        return { status: 'conflict', current: reads.find(next.id) };
      }
      const uuids = commit.append.map(({ uuid }) => uuid);
      const known = current === undefined ? [] : reads.messagesOf(current.position, uuids);
      if (known.length > 0) return { status: 'duplicate', messages: known };
      if (isGone(next, current)) return { status: 'user_gone' };

      const longest = [...commit.append, ...commit.replace].reduce(longer, current?.longest ?? 0);
      const position = save(next, current, longest);
      for (const { seq, uuid, json } of commit.append) append.run([position, seq, uuidToBytes(uuid), json]);
      for (const { seq, json } of commit.replace) replace.run([json, position, seq]);
      return { status: 'committed', position };
    },

    purgeSession({ id, uuid, version }) {
      const current = load(id);
      if (current?.uuid !== uuid || (version !== undefined && current.version !== version)) return false;
      const { position: session, longest, lastSeq: through } = current;
      remove.run([session]);
      // Nobody can find the messages any more: of a long session the rest is removed later.
      const isShort = through <= sliceSize(longest);
      if (isShort) removeSlice({ session, longest, after: 0, through });
      else leaveRest.run([session, longest]);
      return true;
    },

    trimSession({ id, uuid, after, through }) {
      const current = load(id);
      if (current?.uuid !== uuid) return undefined;
      return removeSlice({ session: current.position, longest: current.longest, after, through });
    },
  };
}

/** Whether an index has to follow. */
function isMoved(next: SessionRecord, current: Stored): boolean {
  return (
    next.state !== current.state ||
    next.user?.uuid !== current.userUuid ||
    next.purgeableSince !== current.purgeableSince
  );
}

function longer(longest: number, { json }: MessageRecord): number {
  return Math.max(longest, json.length);
}

function assign(columns: readonly string[]): string {
  return columns.map((column) => `${column} = ?`).join(', ');
}
