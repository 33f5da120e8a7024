import { randomUUID } from 'node:crypto';
import { mergeText, messageText } from './documents.js';
import { serve } from './plain-http.js';
import { type SqliteRow, type SqliteValue, sqliteDriver } from './sqlite-driver.js';
import {
  insertMessage,
  newSessionColumns,
  readColumns,
  selectMessages,
  toStoredSession,
  uuidToBytes,
} from './sqlite-layout.js';
import type { SentMessage, Storage, StoredSession } from './storage.js';

/**
 * A plain program on the tables of the SQLite store, as durable as it: one connection, one transaction a write.
 *
 * The file has been made by the product, which may use it at the same time.
 */

const database = sqliteDriver.open(process.argv[2] as string);
database.exec('PRAGMA busy_timeout = 2500');
database.exec('PRAGMA synchronous = full');

const none: readonly SqliteValue[] = [];
const begin = database.prepare('BEGIN');
const beginWrite = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');
const byId = database.prepare(`SELECT ${readColumns} FROM sessions WHERE id = ?`);
const page = database.prepare(
  `SELECT ${readColumns} FROM sessions INDEXED BY sessions_by_state
    WHERE state = 'live' AND position > ? ORDER BY position LIMIT ?`,
);
const insertSession = database.prepare(
  `INSERT INTO sessions (${newSessionColumns.join(', ')}) VALUES (${newSessionColumns.map(() => '?').join(', ')})`,
);
const updateMetadata = database.prepare(
  'UPDATE sessions SET version = ?, metadata = ?, updated_at = ? WHERE position = ?',
);
const updateEnd = database.prepare(
  'UPDATE sessions SET version = ?, updated_at = ?, last_seq = ?, longest = ? WHERE position = ?',
);
const newest = database.prepare(selectMessages);
const known = database.prepare('SELECT 1 FROM messages INDEXED BY messages_by_uuid WHERE session = ? AND uuid = ?');
const append = database.prepare(insertMessage);
const userById = database.prepare("SELECT uuid FROM users WHERE id = ? AND state = 'live'");
const insertUser = database.prepare(
  "INSERT INTO users (id, uuid, version, state, created_at, updated_at) VALUES (?, ?, 1, 'live', ?, ?)",
);

const storage: Storage = {
  createUser(id, done) {
    const uuid = randomUUID();
    const createdAt = Date.now();
    insertUser.run([Buffer.from(id), uuidToBytes(uuid), createdAt, createdAt]);
    done({ id, uuid, createdAt });
  },

  createSession({ id, userId, metadata }, done) {
    beginWrite.run(none);
    if (find(id) !== undefined) throw new Error('the session is there already');
    const [user] = userId === null ? [] : userById.all([Buffer.from(userId)]);
    const text = metadata === undefined ? null : JSON.stringify(metadata);
    const session = insert({ id, userId, metadata: text, lastSeq: 0 }, user?.uuid ?? null, 0);
    commit.run(none);
    done(session);
  },

  findSession(id, done) {
    done(toStoredSession(find(id) as SqliteRow));
  },

  patchSession(id, patch, done) {
    beginWrite.run(none);
    const previous = toStoredSession(find(id) as SqliteRow);
    const metadata = mergeText(previous.metadata, patch);
    const session = { ...previous, metadata, version: previous.version + 1, updatedAt: Date.now() };
    updateMetadata.run([session.version, metadata, session.updatedAt, session.position]);
    commit.run(none);
    done(session);
  },

  listSessions({ after = 0, limit }, done) {
    done(page.all([after, limit]).map(toStoredSession));
  },

  appendMessages(id, messages, done) {
    beginWrite.run(none);
    const row = find(id);
    const { session, texts } = row === undefined ? appendToNew(id, messages) : appendTo(row, messages);
    commit.run(none);
    done(session, texts);
  },

  readNewest(id, { last }, done) {
    // One snapshot.
    begin.run(none);
    const session = toStoredSession(find(id) as SqliteRow);
    const { position, lastSeq, hiddenThrough } = session;
    const rows = newest.all([position, Math.max(hiddenThrough, lastSeq - last), lastSeq, last]);
    commit.run(none);
    let texts = '';
    for (let index = rows.length - 1; index >= 0; index -= 1) {
      const { json } = rows[index] as SqliteRow;
      texts += texts === '' ? json : `,${json}`;
    }
    done(session, texts);
  },
};

function find(id: string): SqliteRow | undefined {
  return byId.all([Buffer.from(id)])[0];
}

interface Appended {
  readonly session: StoredSession;
  readonly texts: string;
}

function appendTo(row: SqliteRow, messages: readonly SentMessage[]): Appended {
  const previous = toStoredSession(row);
  const { position } = previous;
  for (const { uuid } of messages) {
    if (known.all([position, uuidToBytes(uuid)]).length > 0) throw new Error('a message is known already');
  }
  const now = Date.now();
  const documents = toDocuments(messages, previous.lastSeq, now);
  const lastSeq = previous.lastSeq + messages.length;
  const session = { ...previous, lastSeq, version: previous.version + 1, updatedAt: now };
  updateEnd.run([session.version, now, lastSeq, Math.max(row.longest as number, longestOf(documents)), position]);
  insertMessages(session, messages, documents);
  return { session, texts: documents.join(',') };
}

function appendToNew(id: string, messages: readonly SentMessage[]): Appended {
  const documents = toDocuments(messages, 0, Date.now());
  const fields = { id, userId: null, metadata: null, lastSeq: messages.length };
  const session = insert(fields, null, longestOf(documents));
  insertMessages(session, messages, documents);
  return { session, texts: documents.join(',') };
}

type NewSession = Pick<StoredSession, 'id' | 'userId' | 'metadata' | 'lastSeq'>;

function insert(fields: NewSession, userUuid: SqliteRow[string] | null, longest: number): StoredSession {
  const { id, userId, metadata, lastSeq } = fields;
  const uuid = randomUUID();
  const now = Date.now();
  const user: SqliteValue[] =
    userId === null ? [null, null] : [Buffer.from(userId), Buffer.from(userUuid as ArrayBuffer)];
  const values = [Buffer.from(id), uuidToBytes(uuid), 1, 'live', ...user, metadata, now, now, lastSeq, 0, 0, longest];
  const position = Number(insertSession.run(values).lastInsertRowid);
  return { ...fields, uuid, position, version: 1, hiddenThrough: 0, createdAt: now, updatedAt: now };
}

function toDocuments(messages: readonly SentMessage[], lastSeq: number, now: number): string[] {
  const time = new Date(now).toISOString();
  return messages.map((message, index) => messageText(message, lastSeq + index + 1, time));
}

function insertMessages(session: StoredSession, messages: readonly SentMessage[], documents: readonly string[]): void {
  const firstSeq = session.lastSeq - messages.length + 1;
  for (let index = 0; index < messages.length; index += 1) {
    const { uuid } = messages[index] as SentMessage;
    append.run([session.position, firstSeq + index, uuidToBytes(uuid), documents[index] as string]);
  }
}

function longestOf(documents: readonly string[]): number {
  let longest = 0;
  for (const { length } of documents) longest = Math.max(longest, length);
  return longest;
}

serve(storage);
