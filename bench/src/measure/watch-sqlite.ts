import { setTimeout as delay } from 'node:timers/promises';
import { sqliteDriver } from '../programs/sqlite-driver.js';
import type { WorkWatch } from './work-watch.js';

/** Time stands in the rows in milliseconds. */
const nextMs = 2;

/** Every row of a SQLite file that was written, as it stands there afterwards. */
export async function watchSqlite(path: string): Promise<WorkWatch> {
  const database = sqliteDriver.open(path);
  const lastRow = database.prepare('SELECT max(rowid) AS last FROM messages');
  const sessions = database.prepare(
    `SELECT position, CAST(id AS TEXT) AS id, hex(uuid) AS uuid, version, state, CAST(user_id AS TEXT) AS user_id,
       hex(user_uuid) AS user_uuid, metadata, created_at, updated_at, deleted_at, last_seq, hidden_through,
       restore_hidden_through, trimmed_through, purgeable_since, longest
     FROM sessions WHERE updated_at >= ? ORDER BY position`,
  );
  const messages = database.prepare(
    'SELECT session, seq, hex(uuid) AS uuid, json FROM messages WHERE rowid > ? ORDER BY rowid',
  );
  let since = 0;
  let after = 0;
  return {
    async begin() {
      await delay(nextMs);
      since = Date.now();
      after = Number(lastRow.all([])[0]?.last ?? 0);
    },
    async end() {
      const rows = [...sessions.all([since]), ...messages.all([after])];
      return rows.map((row) => JSON.stringify(Object.entries(row).filter(([name]) => name !== '_metadata')));
    },
    close: () => database.close(),
  };
}
