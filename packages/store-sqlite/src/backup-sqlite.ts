import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { toStoreError } from './errors.js';
import { startThread } from './start-thread.js';
import { untilReady } from './thread-client.js';

/**
 * Writes a copy of a store's file as it is at one moment, while any number of stores use it.
 *
 * The copy is compact, readable by its owner only, and appears under `target` when it is whole and on the disk; what was there
 * is replaced. To restore it, put it where the store's file was while no store is open, and remove that file's `-wal` and
 * `-shm`.
 */
export async function backupSqlite(path: string, target: string): Promise<void> {
  const source = resolve(path);
  const finished = resolve(target);
  if (finished === source) throw new TypeError('a backup cannot replace the file that it is made from');
  const partial = `${finished}.${randomUUID()}.partial`;
  try {
    await stat(source);
    await (await open(partial, 'wx', 0o600)).close();
    await untilReady(startThread({ kind: 'backup', path: source, target: partial }));
    await sync(partial);
    await rename(partial, finished);
    if (process.platform !== 'win32') await sync(dirname(finished));
  } catch (error) {
    await rm(partial, { force: true });
    throw toStoreError(error, { operation: 'backup' });
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
