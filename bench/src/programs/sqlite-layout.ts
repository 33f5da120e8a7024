import type { SqliteRow } from './sqlite-driver.js';
import type { StoredSession } from './storage.js';

// The layout of `packages/store-sqlite`, written a second time on purpose: the baseline shares its tables, not its code. When the
// two drift apart, the comparison before each measurement says so.

/** What a new session says, in the order of its values. */
export const newSessionColumns = [
  'id',
  'uuid',
  'version',
  'state',
  'user_id',
  'user_uuid',
  'metadata',
  'created_at',
  'updated_at',
  'last_seq',
  'hidden_through',
  'trimmed_through',
  'longest',
] as const;

/** Every column that an answer needs. */
export const readColumns =
  'position, id, uuid, version, user_id, metadata, created_at, updated_at, last_seq, hidden_through, longest';

export const selectMessages = `SELECT seq, uuid, json FROM messages INDEXED BY messages_by_seq
  WHERE session = ? AND seq > ? AND seq <= ? ORDER BY seq DESC LIMIT ?`;

export const insertMessage = 'INSERT INTO messages (session, seq, uuid, json) VALUES (?, ?, ?, ?)';

export function toStoredSession(row: SqliteRow): StoredSession {
  return {
    id: textOf(row.id) as string,
    uuid: uuidOf(row.uuid),
    position: row.position as number,
    version: row.version as number,
    userId: textOf(row.user_id),
    metadata: row.metadata as string | null,
    lastSeq: row.last_seq as number,
    hiddenThrough: row.hidden_through as number,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  };
}

export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(value: SqliteRow[string] | undefined): string {
  const hex = Buffer.from(value as ArrayBuffer).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function textOf(value: SqliteRow[string] | undefined): string | null {
  return value === null ? null : Buffer.from(value as ArrayBuffer).toString('utf8');
}
