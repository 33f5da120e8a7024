import { statSync } from 'node:fs';
import { type Database, type Driver, openDatabase } from './database.js';
import { FailureError } from './failure.js';
import { makeFile, makePrivate } from './make-file.js';
import { migrate } from './migrate.js';
import { loadMigrations } from './migrations.js';
import type { Settings } from './options.js';
import { createPlaceCheck } from './place.js';
import { busyTimeoutMs, untilNotBusy } from './retry.js';

/** Up to this size a file is checked whole when it is opened: that takes a fraction of a second. */
const checkedBytes = 64 * 1024 * 1024;

export const memoryPath = ':memory:';

export type FileSettings = Pick<Settings, 'path' | 'synchronous'>;

export interface OpenedFile extends Database {
  /** Throws `moved` when the path is not that of this file any more. */
  checkPlace(): void;
}

/**
 * Opens the file for writing and makes it ready: there, private, undamaged as far as was looked, and of the current layout.
 *
 * Nothing of the file is opened but by SQLite: closing it elsewhere in the process would drop SQLite's locks.
 */
export async function openFile(
  driver: Driver,
  { path, synchronous, onWarning }: FileSettings & Pick<Settings, 'onWarning'>,
  deadline: number,
): Promise<OpenedFile> {
  const isFile = path !== memoryPath;
  if (isFile) makeFile(path);
  const database = openDatabase(driver, path);
  try {
    const checkPlace = isFile ? createPlaceCheck(path) : () => {};
    if (isFile && makePrivate(path)) onWarning(`others can read ${path}: set its mode to 600`);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (isFile) await untilNotBusy(() => enterWal(database), deadline);
    database.exec(`PRAGMA synchronous = ${synchronous}`);
    database.exec('PRAGMA temp_store = MEMORY');
    // A file that once grew large does not stay so.
    database.exec('PRAGMA journal_size_limit = 67108864');
    if (isFile) await untilNotBusy(() => checkFile(database, path), deadline);
    await untilNotBusy(() => migrate(database, loadMigrations(), Date.now()), deadline);
    return { ...database, checkPlace };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A connection that cannot write and never waits. */
export function openReader(driver: Driver, path: string): OpenedFile {
  const database = openDatabase(driver, path);
  try {
    const checkPlace = createPlaceCheck(path);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    database.exec('PRAGMA query_only = 1');
    return { ...database, checkPlace };
  } catch (error) {
    database.close();
    throw error;
  }
}

function enterWal(database: Database): void {
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
  if (mode !== 'wal') {
    throw new FailureError('unavailable', `the file system cannot share memory between processes: journal is ${mode}`);
  }
}

function checkFile(database: Database, path: string): void {
  if (statSync(path).size > checkedBytes) return;
  const rows = database.prepare('PRAGMA quick_check(1)').all();
  const lines = rows.flatMap((row) => String(row.quick_check).split('\n'));
  if (lines.join() === 'ok') return;
  // The first line only says which database it is.
  const found = lines.filter((line) => !line.startsWith('***')).join('; ');
  throw new FailureError('corrupt', `quick_check says: ${found}`);
}
