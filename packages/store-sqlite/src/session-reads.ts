import type {
  MessageRange,
  MessageRecord,
  SessionFilter,
  SessionQuery,
  SessionRecord,
  SessionSnapshot,
} from '@scrollback/store';
import type { Database } from './database.js';
import { messageText, type SessionRow, sessionText, toMessage, toSession, toSessionRow } from './session-row.js';
import { toBytes, uuidToBytes } from './text.js';
import { rollBack } from './transaction.js';
import type { Value } from './value.js';

/** So many index entries are counted at once: about a millisecond. */
const countedAtOnce = 10_000;

/** Up to so many uuids are looked up one by one, which is three times faster than as a list of one. */
const fewUuids = 3;

/** What was counted, and behind which position to go on; `undefined` when nothing is left. */
export interface Count {
  readonly count: number;
  readonly after: number | undefined;
}

export type SessionReads = ReturnType<typeof createSessionReads>;

/** All reads of sessions and messages on one connection. Each is one snapshot and short. */
export function createSessionReads(database: Database) {
  const begin = database.prepare('BEGIN');
  const end = database.prepare('COMMIT');
  const byId = database.prepare(`SELECT ${sessionText} FROM sessions WHERE id = ?`);
  const all = preparePages(database, 'sessions_by_state', 'state = ?');
  const ofUser = preparePages(database, 'sessions_by_user', 'user_uuid = ? AND state = ?');
  const due = database.prepare(
    `SELECT ${sessionText} FROM sessions INDEXED BY sessions_due
      WHERE purgeable_since < ? AND (purgeable_since, position) > (?, ?)
      ORDER BY purgeable_since, position LIMIT ?`,
  );
  const oldest = prepareRange(database, 'ASC');
  const newest = prepareRange(database, 'DESC');
  const byUuid = database.prepare(
    `SELECT ${messageText} FROM messages INDEXED BY messages_by_uuid WHERE session = ? AND uuid = ?`,
  );
  // One call for any number of uuids.
  const byUuids = database.prepare(
    `SELECT ${messageText} FROM messages INDEXED BY messages_by_uuid
      WHERE session = ? AND uuid IN (SELECT unhex(value) FROM json_each(?))`,
  );

  /** Everything that `work` reads is of one moment. */
  function inSnapshot<T>(work: () => T): T {
    begin.run();
    try {
      const result = work();
      end.run();
      return result;
    } catch (error) {
      rollBack(database);
      throw error;
    }
  }

  function find(id: string): SessionRecord | undefined {
    const row = byId.get([toBytes(id)]);
    return row === undefined ? undefined : toSession(row);
  }

  function page({ state, userUuid, after, limit, order }: SessionQuery): SessionRecord[] {
    const pages = userUuid === undefined ? all : ofUser;
    const start = after ?? (order === 'asc' ? 0 : Number.MAX_SAFE_INTEGER);
    return pages[order].all([...toKey({ state, userUuid }), start, limit]).map(toSession);
  }

  function count(filter: SessionFilter, after: number): Count {
    const { counting } = filter.userUuid === undefined ? all : ofUser;
    const { count = 0, last = null } = counting.get([...toKey(filter), after, countedAtOnce]) ?? {};
    return { count: count as number, after: count === countedAtOnce ? (last as number) : undefined };
  }

  function dueAfter(before: number, last: SessionRecord | undefined, limit: number): SessionRecord[] {
    const from = [last?.purgeableSince ?? Number.MIN_SAFE_INTEGER, last?.position ?? 0];
    return due.all([before, ...from, limit]).map(toSession);
  }

  /** Reads so many messages at a time as certainly have room, so that no more than `maxBytes` is ever held. */
  function readRange({ record, longest }: SessionRow, range: MessageRange): MessageRecord[] {
    const isWindow = 'last' in range;
    let through = Math.min(range.through ?? record.lastSeq, record.lastSeq);
    let after = Math.max(record.hiddenThrough, isWindow ? through - range.last : range.after);
    if (!isWindow) through = Math.min(through, after + range.limit);
    const found: MessageRecord[] = [];
    for (let room = range.maxBytes; after < through; ) {
      const fitting = Math.max(1, Math.floor(room / Math.max(1, longest)));
      const limit = Math.min(fitting, through - after);
      const rows = (isWindow ? newest : oldest).all([record.position, after, through, limit]);
      for (const message of rows.map(toMessage)) {
        room -= message.json.length;
        if (room < 0 && found.length > 0) return isWindow ? found.reverse() : found;
        found.push(message);
        if (isWindow) through = message.seq - 1;
        else after = message.seq;
      }
      if (rows.length < limit || room <= 0) break;
    }
    return isWindow ? found.reverse() : found;
  }

  function read(id: string, range: MessageRange): SessionSnapshot | undefined {
    return inSnapshot(() => {
      const row = byId.get([toBytes(id)]);
      if (row === undefined) return undefined;
      const stored = toSessionRow(row);
      return { record: stored.record, messages: readRange(stored, range) };
    });
  }

  /** The messages with one of `uuids` of the session at `position`. */
  function messagesOf(position: number, uuids: readonly string[]): MessageRecord[] {
    const different = [...new Set(uuids)];
    const rows =
      different.length <= fewUuids
        ? different.flatMap((uuid) => byUuid.all([position, uuidToBytes(uuid)]))
        : byUuids.all([position, JSON.stringify(different.map((uuid) => uuid.replaceAll('-', '')))]);
    return rows.map(toMessage).sort((left, right) => left.seq - right.seq);
  }

  function messagesById(id: string, uuids: readonly string[]): SessionSnapshot | undefined {
    return inSnapshot(() => {
      const record = find(id);
      return record === undefined ? undefined : { record, messages: messagesOf(record.position, uuids) };
    });
  }

  return { find, page, count, dueAfter, read, messagesOf, messagesById };
}

/** `key`: what the index begins with. */
function preparePages(database: Database, index: string, key: string) {
  const from = `FROM sessions INDEXED BY ${index} WHERE ${key} AND position`;
  const counted = `SELECT position ${from} > ? ORDER BY position LIMIT ?`;
  return {
    asc: database.prepare(`SELECT ${sessionText} ${from} > ? ORDER BY position LIMIT ?`),
    desc: database.prepare(`SELECT ${sessionText} ${from} < ? ORDER BY position DESC LIMIT ?`),
    counting: database.prepare(`SELECT count(*) AS count, max(position) AS last FROM (${counted})`),
  };
}

function prepareRange(database: Database, order: 'ASC' | 'DESC') {
  return database.prepare(
    `SELECT ${messageText} FROM messages INDEXED BY messages_by_seq
      WHERE session = ? AND seq > ? AND seq <= ? ORDER BY seq ${order} LIMIT ?`,
  );
}

function toKey({ state, userUuid }: SessionFilter): Value[] {
  return userUuid === undefined ? [state] : [uuidToBytes(userUuid), state];
}
