import type { Database } from './database.js';
import { FailureError, toFailure } from './failure.js';

/**
 * Runs `work` with the lock for writing, and commits it. Whatever goes wrong, nothing of it is left and nothing stays open.
 *
 * Throws `unknown` when the file failed in the commit itself: what was on its way to the disk may turn up after a crash.
 */
export function inTransaction<T>(database: Database, work: () => T): T {
  return createTransaction(database)(work);
}

/** The same with statements that are prepared once. */
export function createTransaction(database: Database): <T>(work: () => T) => T {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');

  return (work) => {
    begin.run();
    let result: ReturnType<typeof work>;
    try {
      result = work();
    } catch (error) {
      rollBack(database);
      throw error;
    }
    try {
      commit.run();
      return result;
    } catch (error) {
      rollBack(database);
      const { kind, message } = toFailure(error);
      throw kind === 'unavailable' || kind === 'defect' ? new FailureError('unknown', message, error) : error;
    }
  };
}

/** SQLite has rolled back by itself after some errors, and refuses to do it twice. */
export function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // No transaction is open: that is what was wanted.
  }
}
