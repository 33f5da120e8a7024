import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const isWindows = process.platform === 'win32';

/**
 * Makes an empty file that was never anybody's but its owner's, with its folder, and writes their names down. Leaves alone what
 * is there.
 *
 * It gets its name when it is closed again: closing a file here drops the locks that SQLite has on it in another thread. Where
 * a file cannot get a second name, SQLite makes it.
 */
export function makeFile(path: string): void {
  const folder = dirname(path);
  const firstMade = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (firstMade !== undefined) syncParents(folder, firstMade);
  if (existsSync(path)) return;
  const nameless = `${path}.${randomUUID()}.new`;
  try {
    const file = openSync(nameless, 'wx', 0o600);
    fsyncAndClose(file);
    linkSync(nameless, path);
  } catch {
    // Another has just made it, or SQLite will, or will say why it cannot.
  } finally {
    rmSync(nameless, { force: true });
  }
}

/**
 * Makes a file that is still empty its owner's only: SQLite gives its other files the same mode. Answers whether others can read
 * a file that holds something, or that belongs to somebody else.
 */
export function makePrivate(path: string): boolean {
  if (isWindows) return false;
  const { mode, size } = statSync(path);
  if (size > 0) return (mode & 0o077) !== 0;
  syncFolder(dirname(path));
  try {
    if ((mode & 0o077) !== 0) chmodSync(path, 0o600);
    return false;
  } catch {
    return true;
  }
}

/** From the folder that holds the first one made down to the one that holds `folder`. */
function syncParents(folder: string, firstMade: string): void {
  for (let made = folder; ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === firstMade || made === dirname(made)) return;
  }
}

/** A name that was not written down would be gone after a power cut. */
function syncFolder(folder: string): void {
  if (!isWindows) fsyncAndClose(openSync(folder, 'r'));
}

function fsyncAndClose(file: number): void {
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
