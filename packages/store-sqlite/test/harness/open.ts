import { join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import type { Store } from '@scrollback/store';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/database.js';
import { createSqliteStore, type SqliteStoreOptions } from '../../src/index.js';
import { loadDriver } from '../../src/load-driver.js';

/** A path in a folder of its own, where nothing is yet. */
export async function newPath(): Promise<string> {
  return join(await temporaryFolder('sqlite'), 'data', 'scrollback.db');
}

/** A store that is closed after the test. */
export function openStore(path: string, options: Partial<SqliteStoreOptions> = {}): Store {
  const store = createSqliteStore({ path, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** A connection beside the stores, closed after the test. */
export async function openBeside(path: string): Promise<Database> {
  const database = openDatabase(await loadDriver(), path);
  database.exec('PRAGMA busy_timeout = 2000');
  onTestFinished(() => database.close());
  return database;
}

export function countRows(database: Database, table: string): number {
  return database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count as number;
}
