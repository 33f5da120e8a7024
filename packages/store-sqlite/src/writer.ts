import { createCleaner } from './cleaner.js';
import type { Database } from './database.js';
import { FailureError, isBusy, toFailure } from './failure.js';
import { loadMigrations } from './migrations.js';
import { untilNotBusy } from './retry.js';
import { createSessionWrites } from './session-writes.js';
import { createTransaction } from './transaction.js';
import { createUserWrites } from './user-writes.js';
import type { Outcome, Write } from './write.js';

/** All that changes a file through one connection. */
export interface Writer {
  /**
   * Carries out writes that share one transaction, each as if it were alone: each is stored whole or not at all, and none fails
   * because of another. Waits for the lock without blocking, until `deadline` (epoch milliseconds). Never rejects.
   */
  write(writes: readonly Write[], deadline: number): Promise<readonly Outcome[]>;
  /** Waits for nothing: nothing may be in flight. */
  close(): void;
}

export interface WriterOptions {
  /** Told what went wrong where no caller waits for it. */
  readonly onWarning: (message: string) => void;
}

export function createWriter(database: Database, { onWarning }: WriterOptions): Writer {
  const handlers = { ...createSessionWrites(database), ...createUserWrites(database) };
  const layout = database.prepare('PRAGMA user_version');
  const transact = createTransaction(database);
  const cleaner = createCleaner(database, inTransaction, onWarning);

  function perform({ kind, request }: Write): Outcome {
    return { answer: handlers[kind](request as never) };
  }

  /** A newer process may have changed the file since it was opened here. */
  function checkLayout(): void {
    const version = layout.get()?.user_version;
    if (version === loadMigrations().length) return;
    throw new FailureError(
      'schema',
      `the SQLite file has changed to layout ${version}, which this version does not know`,
    );
  }

  function inTransaction<T>(work: () => T): T {
    return transact(() => {
      checkLayout();
      return work();
    });
  }

  async function write(writes: readonly Write[], deadline: number): Promise<readonly Outcome[]> {
    try {
      return await untilNotBusy(() => inTransaction(() => writes.map(perform)), deadline);
    } catch (error) {
      if (writes.length === 1 || isBusy(error)) return writes.map(() => ({ failure: toFailure(error) }));
    }
    // Nothing of them was written. One of them fails: none of the others has to.
    const outcomes: Outcome[] = [];
    for (const one of writes) outcomes.push(...(await write([one], deadline)));
    return outcomes;
  }

  cleaner.start();
  return {
    async write(writes, deadline) {
      const outcomes = await write(writes, deadline);
      if (writes.some(({ kind }) => kind === 'purgeSession')) cleaner.start();
      return outcomes;
    },
    close() {
      cleaner.stop();
      try {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Others use the file: what is in the log is stored, and read from there.
      }
      database.close();
    },
  };
}
