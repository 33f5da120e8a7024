import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchSqlite } from '../src/measure/watch-sqlite.js';
import { type SqliteDatabase, sqliteDriver } from '../src/programs/sqlite-driver.js';
import { openSqliteSeed } from '../src/seed/sqlite-data.js';

const layout = readFileSync(new URL('../../packages/store-sqlite/migrations/0001-first.sql', import.meta.url), 'utf8');

let folder: string;
let path: string;
let database: SqliteDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrollback-watch-'));
  path = join(folder, 'scrollback.db');
  database = sqliteDriver.open(path);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(layout);
  const seed = openSqliteSeed(path);
  seed.user('owner');
  seed.sessions({ count: 3, idPrefix: 'bulk-', userId: 'owner' });
  seed.longSessions(['long-0', 'long-1'], 5);
  seed.close();
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

describe('watchSqlite', () => {
  it('sees nothing when nothing was written', async () => {
    const watch = await watchSqlite(path);
    await watch.begin();
    expect(await watch.end()).toEqual([]);
    watch.close();
  });

  it('sees each session and message that was written, with all values', async () => {
    const watch = await watchSqlite(path);
    await watch.begin();
    database.exec(
      `UPDATE sessions SET metadata = '{"seen":1}', updated_at = ${Date.now()} WHERE id = CAST('long-1' AS BLOB)`,
    );
    database.exec(`INSERT INTO messages VALUES (4, 6, x'${'ab'.repeat(16)}', '{"content":"seen"}')`);
    const rows = await watch.end();
    watch.close();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('["metadata","{\\"seen\\":1}"]');
    expect(rows[1]).toContain('["json","{\\"content\\":\\"seen\\"}"]');
  });
});

describe('openSqliteSeed', () => {
  it('writes sessions with ids in order, uuids of version 4 and their owner', () => {
    const rows = database
      .prepare(
        'SELECT CAST(id AS TEXT) AS id, lower(hex(uuid)) AS uuid, CAST(user_id AS TEXT) AS owner FROM sessions LIMIT 3',
      )
      .all([]);
    expect(rows.map(({ id, owner }) => [id, owner])).toEqual([
      ['bulk-000000000', 'owner'],
      ['bulk-000000001', 'owner'],
      ['bulk-000000002', 'owner'],
    ]);
    expect(rows.filter(({ uuid }) => !/^[0-9a-f]{12}4[0-9a-f]{3}8[0-9a-f]{15}$/.test(String(uuid)))).toEqual([]);
    expect(new Set(rows.map(({ uuid }) => uuid)).size).toBe(3);
  });

  it('gives every long session the same messages, and says how long the longest is', () => {
    const rows = database
      .prepare(
        `SELECT CAST(id AS TEXT) AS id, count(*) AS messages, last_seq, max(seq) AS newest, longest >= max(length(json)) AS fits
          FROM sessions JOIN messages ON session = position GROUP BY position ORDER BY position`,
      )
      .all([]);
    const each = { messages: 5, last_seq: 5, newest: 5, fits: 1 };
    expect(rows).toMatchObject([
      { id: 'long-0', ...each },
      { id: 'long-1', ...each },
    ]);
  });
});
