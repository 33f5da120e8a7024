import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Database, type Driver, openDatabase } from './database.js';
import { FailureError } from './failure.js';
import { migrate } from './migrate.js';
import { loadMigrations } from './migrations.js';
import type { Settings } from './options.js';
import { busyTimeoutMs, untilNotBusy } from './retry.js';

/** Up to this size a file is checked whole when it is opened: that takes a fraction of a second. */
const checkedBytes = 64 * 1024 * 1024;

export const memoryPath = ':memory:';

export type FileSettings = Pick<Settings, 'path' | 'synchronous'>;

/**
 * Opens the file for writing and makes it ready: there, private, undamaged as far as was looked, and of the current layout.
 *
 * Nothing of the file is opened but by SQLite: closing it elsewhere in the process would drop SQLite's locks.
 */
export async function openFile(
  driver: Driver,
  { path, synchronous, onWarning }: FileSettings & Pick<Settings, 'onWarning'>,
  deadline: number,
): Promise<Database> {
  const isNew = path !== memoryPath && prepareFolder(path);
  const database = openDatabase(driver, path);
  try {
    // SQLite gives its other files the mode of this one, which is still empty.
    if (isNew) makePrivate(path);
    else if (path !== memoryPath && isReadByOthers(path)) onWarning(`others can read ${path}: set its mode to 600`);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (path !== memoryPath) await untilNotBusy(() => enterWal(database), deadline);
    database.exec(`PRAGMA synchronous = ${synchronous}`);
    database.exec('PRAGMA temp_store = MEMORY');
    // A file that once grew large does not stay so.
    database.exec('PRAGMA journal_size_limit = 67108864');
    if (path !== memoryPath) await untilNotBusy(() => checkFile(database, path), deadline);
    await untilNotBusy(() => migrate(database, loadMigrations(), Date.now()), deadline);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A connection that cannot write and never waits. */
export function openReader(driver: Driver, path: string): Database {
  const database = openDatabase(driver, path);
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  database.exec('PRAGMA query_only = 1');
  return database;
}

function prepareFolder(path: string): boolean {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return !existsSync(path);
}

function makePrivate(path: string): void {
  chmodSync(path, 0o600);
  if (process.platform === 'win32') return;
  // A file whose name was not written down would be gone after a power cut.
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function isReadByOthers(path: string): boolean {
  const { mode, size } = statSync(path);
  // An empty one is just being made.
  return process.platform !== 'win32' && size > 0 && (mode & 0o077) !== 0;
}

function enterWal(database: Database): void {
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
  if (mode !== 'wal') {
    throw new FailureError('unavailable', `the file system cannot share memory between processes: journal is ${mode}`);
  }
}

function checkFile(database: Database, path: string): void {
  if (statSync(path).size > checkedBytes) return;
  const found = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (found !== 'ok') throw new FailureError('corrupt', `quick_check says: ${found}`);
}
