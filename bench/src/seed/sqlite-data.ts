import { randomUUID } from 'node:crypto';
import { messageText } from '../programs/documents.js';
import { type SqliteDatabase, sqliteDriver } from '../programs/sqlite-driver.js';
import { insertMessage, uuidToBytes } from '../programs/sqlite-layout.js';
import { sessionMetadata, wireMessages } from '../rows/texts.js';

/**
 * What is written into a SQLite file before its size can matter: by SQL that makes the rows itself, and waits for no disk.
 *
 * The product has made the file, and is asked for nothing meanwhile.
 */
export interface SqliteSeed {
  /** Ids are `idPrefix` and nine digits. `userId`: one that was seeded before. */
  sessions(bulk: { readonly count: number; readonly idPrefix: string; readonly userId?: string }): void;
  user(id: string): void;
  /** One session with so many messages each, all with the same ones. */
  longSessions(ids: readonly string[], messageCount: number): void;
  /** Bytes of the file that are used. */
  usedBytes(): number;
  /** Everything is in the file when it returns. */
  close(): void;
}

/** A uuid of version 4. */
const randomUuid = `unhex(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || '8' || substr(hex(randomblob(2)), 2)
  || hex(randomblob(6)))`;

const insertSessions = `WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < ?1)
  INSERT INTO sessions (id, uuid, version, state, user_id, user_uuid, metadata, created_at, updated_at, last_seq,
    hidden_through, trimmed_through, longest)
  SELECT CAST(printf('%s%09d', ?2, number) AS BLOB), ${randomUuid}, 1, 'live', users.id, users.uuid, ?4, ?5, ?5, 0, 0, 0, 0
  FROM numbers LEFT JOIN users ON users.id = CAST(?3 AS BLOB)`;

export function openSqliteSeed(path: string): SqliteSeed {
  const database = sqliteDriver.open(path);
  database.exec('PRAGMA synchronous = off');
  database.exec('PRAGMA cache_size = -200000');
  const createdAt = Date.now();
  return {
    sessions({ count, idPrefix, userId = '' }) {
      inTransaction(database, () => {
        database.prepare(insertSessions).run([count, idPrefix, userId, JSON.stringify(sessionMetadata), createdAt]);
      });
    },
    user(id) {
      const columns = 'id, uuid, version, state, created_at, updated_at';
      database
        .prepare(`INSERT INTO users (${columns}) VALUES (?, ?, 1, 'live', ?, ?)`)
        .run([Buffer.from(id), uuidToBytes(randomUUID()), createdAt, createdAt]);
    },
    longSessions(ids, messageCount) {
      for (const [index, id] of ids.entries()) {
        inTransaction(database, () => {
          const position = insertLongSession(database, id, { messageCount, createdAt });
          if (index === 0) insertMessages(database, position, { messageCount, createdAt });
          else copyMessages(database, ids[0] as string, position);
        });
      }
    },
    usedBytes() {
      const of = (pragma: string) => Number(Object.values(database.prepare(`PRAGMA ${pragma}`).all([])[0] ?? {})[0]);
      return (of('page_count') - of('freelist_count')) * of('page_size');
    },
    close() {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}

interface LongSession {
  readonly messageCount: number;
  readonly createdAt: number;
}

function insertLongSession(database: SqliteDatabase, id: string, { messageCount, createdAt }: LongSession): number {
  const longest = Math.max(
    ...documentsOf(0, 2, createdAt).map(({ json }) => json.length + String(messageCount).length),
  );
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO sessions (id, uuid, version, state, created_at, updated_at, last_seq, hidden_through, trimmed_through, longest)
        VALUES (?, ?, 1, 'live', ?, ?, ?, 0, 0, ?)`,
    )
    .run([Buffer.from(id), uuidToBytes(randomUUID()), createdAt, createdAt, messageCount, longest]);
  return Number(lastInsertRowid);
}

function insertMessages(database: SqliteDatabase, position: number, { messageCount, createdAt }: LongSession): void {
  const insert = database.prepare(insertMessage);
  const atOnce = 1_000;
  for (let lastSeq = 0; lastSeq < messageCount; lastSeq += atOnce) {
    for (const { seq, uuid, json } of documentsOf(lastSeq, Math.min(atOnce, messageCount - lastSeq), createdAt)) {
      insert.run([position, seq, uuidToBytes(uuid), json]);
    }
  }
}

function copyMessages(database: SqliteDatabase, from: string, to: number): void {
  database
    .prepare(
      `INSERT INTO messages (session, seq, uuid, json)
        SELECT ?, seq, uuid, json FROM messages WHERE session = (SELECT position FROM sessions WHERE id = ?) ORDER BY seq`,
    )
    .run([to, Buffer.from(from)]);
}

function documentsOf(lastSeq: number, count: number, createdAt: number) {
  const time = new Date(createdAt).toISOString();
  // Far from the numbers that the load begins with.
  return wireMessages(500_000_000_000 + lastSeq, count).map((message, index) => {
    const seq = lastSeq + index + 1;
    return { seq, uuid: message.uuid, json: messageText(message, seq, time) };
  });
}

function inTransaction(database: SqliteDatabase, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  work();
  database.exec('COMMIT');
}
