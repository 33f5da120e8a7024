import { randomUUID } from 'node:crypto';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StoreFullError, StoreUnavailableError } from '@scrollback/store';
import { toStoreError } from './errors.js';
import { toFailure } from './failure.js';
import { startThread } from './start-thread.js';
import { untilReady } from './thread-client.js';

/** What SQLite keeps beside a file while it is used, and after a process that used it was killed. */
const companions = ['-wal', '-shm', '-journal'] as const;

/**
 * Writes a copy of a store's file as it is at one moment, while any number of stores use it.
 *
 * The copy is compact, readable by its owner only, and appears under `target` when it is whole and on the disk; what was there
 * is replaced, unless it is in use or was not closed. To restore it, put it where the store's file was while no store is open,
 * and remove that file's `-wal` and `-shm`.
 */
export async function backupSqlite(path: string, target: string): Promise<void> {
  const source = resolve(path);
  const finished = resolve(target);
  const partial = `${finished}.${randomUUID()}.partial`;
  try {
    await refuseSource(source, finished);
    await refuseUsed(finished);
    await (await open(partial, 'wx', 0o600).catch(cannotWrite(finished))).close();
    await stat(source);
    await untilReady(startThread({ kind: 'backup', path: source, target: partial })).catch(noRoom(finished));
    await sync(partial).catch(cannotWrite(finished));
    await refuseUsed(finished);
    await rename(partial, finished).catch(cannotWrite(finished));
    if (process.platform !== 'win32') await sync(dirname(finished)).catch(cannotWrite(finished));
  } catch (error) {
    for (const suffix of ['', ...companions]) await rm(`${partial}${suffix}`, { force: true });
    throw toStoreError(error, { operation: 'backup' });
  }
}

/** By whatever names, through whatever links: never the same file. */
async function refuseSource(source: string, finished: string): Promise<void> {
  const [from, to] = await Promise.all(
    [source, finished].map((file) => stat(file, { bigint: true }).catch(() => null)),
  );
  const isSame = from && to ? from.dev === to.dev && from.ino === to.ino : source === finished;
  if (isSame) throw new TypeError('a backup cannot replace the file that it is made from');
}

/** The log of what was there would be taken for that of the backup, which it would damage. */
async function refuseUsed(finished: string): Promise<void> {
  for (const suffix of companions) {
    const isThere = await lstat(`${finished}${suffix}`).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    const reason = `there is a ${finished}${suffix}: what is there is in use or was not closed. Remove them or take another name`;
    throw new StoreUnavailableError(`the backup cannot be written to ${finished}: ${reason}`, { operation: 'backup' });
  }
}

/** Says that it is the backup for which there is no room; all else goes on as it is. */
function noRoom(finished: string): (error: unknown) => never {
  return (error) => {
    const { kind, message } = toFailure(error);
    if (kind !== 'full') throw error;
    const details = { operation: 'backup', cause: error };
    throw new StoreFullError(`there is no room left for the backup ${finished}: ${message}`, details);
  };
}

/** Says that it is the backup that cannot be written. */
function cannotWrite(finished: string): (error: unknown) => never {
  return (error) => {
    const { kind, message } = toFailure(error);
    if (kind === 'full') return noRoom(finished)(error);
    const details = { operation: 'backup', cause: error };
    throw new StoreUnavailableError(`the backup cannot be written to ${finished}: ${message}`, details);
  };
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
