import type { Driver } from './database.js';
import { loadLibsql } from './libsql.js';
import { loadNodeSqlite } from './node-sqlite.js';

/**
 * The SQLite of the runtime where it has one, otherwise libsql.
 *
 * Never two on one file in one process: each would drop the other's locks when it closes the file.
 */
export async function loadDriver(): Promise<Driver> {
  return loadNodeSqlite() ?? (await loadLibsql());
}
