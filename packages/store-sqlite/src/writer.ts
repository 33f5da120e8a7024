import { createCleaner } from './cleaner.js';
import type { Database } from './database.js';
import { toFailure } from './failure.js';
import { createLayoutCheck } from './layout.js';
import { untilNotBusy } from './retry.js';
import { createSessionWrites } from './session-writes.js';
import { createTransaction } from './transaction.js';
import { createUserWrites } from './user-writes.js';
import type { Outcome, Write } from './write.js';

/** All that changes a file through one connection. */
export interface Writer {
  /**
   * Carries out writes that share one transaction, each as if it were alone: each is stored whole or not at all, and none fails
   * because of another, unless the disk fails while it confirms. Waits for the lock without blocking, until `deadline` (epoch
   * milliseconds). Never rejects. After a `moved` there is nothing left to do but to close.
   */
  write(writes: readonly Write[], deadline: number): Promise<readonly Outcome[]>;
  /** Waits for nothing: nothing may be in flight. */
  close(): void;
}

export interface WriterOptions {
  /** Told what went wrong where no caller waits for it. */
  readonly onWarning: (message: string) => void;
  /** Throws when the file is not where it was: nothing is written to it then. */
  readonly checkPlace: () => void;
}

export function createWriter(database: Database, { onWarning, checkPlace }: WriterOptions): Writer {
  const handlers = { ...createSessionWrites(database), ...createUserWrites(database), checkFile: () => undefined };
  const checkLayout = createLayoutCheck(database);
  const transact = createTransaction(database);
  const cleaner = createCleaner(database, inTransaction, onWarning);

  function perform({ kind, request }: Write): Outcome {
    return { answer: handlers[kind](request as never) };
  }

  function inTransaction<T>(work: () => T): T {
    return transact(() => {
      checkPlace();
      checkLayout();
      return work();
    });
  }

  async function write(writes: readonly Write[], deadline: number): Promise<readonly Outcome[]> {
    let isOneAtFault = false;
    const attempt = () => {
      isOneAtFault = false;
      return inTransaction(() => {
        isOneAtFault = true;
        const outcomes = writes.map(perform);
        isOneAtFault = false;
        return outcomes;
      });
    };
    try {
      return await untilNotBusy(attempt, deadline);
    } catch (error) {
      const failure = toFailure(error);
      const canOthersSucceed = failure.kind !== 'busy' && (isOneAtFault || failure.kind === 'full');
      // What may be stored is never tried again: a second answer could say that nothing was written.
      if (writes.length === 1 || !canOthersSucceed) return writes.map(() => ({ failure }));
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
