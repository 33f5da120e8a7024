import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/database.js';
import { loadDriver } from '../../src/load-driver.js';
import { migrate } from '../../src/migrate.js';
import { loadMigrations } from '../../src/migrations.js';
import { createWriteQueue, type WriteQueue } from '../../src/write-queue.js';
import { createWriter } from '../../src/writer.js';

export interface Engine extends WriteQueue {
  readonly database: Database;
  /** How often a transaction was begun. */
  transactionCount(): number;
  /** The next commits of transactions throw this instead. */
  failCommits(error: Error, count: number): void;
}

/** The part of a store that writes, on this thread, with a hand on its transactions. */
export async function openEngine(path = ':memory:'): Promise<Engine> {
  const database = openDatabase(await loadDriver(), path);
  migrate(database, loadMigrations(), 0);
  let begun = 0;
  let failing: { error: Error; count: number } | undefined;
  const staged: Database = {
    ...database,
    prepare(sql) {
      const statement = database.prepare(sql);
      const begin = () => {
        begun += 1;
        return statement.run();
      };
      if (sql === 'BEGIN IMMEDIATE') return { ...statement, run: begin };
      if (sql !== 'COMMIT') return statement;
      const run = () => {
        if (failing === undefined || failing.count-- <= 0) return statement.run();
        throw failing.error;
      };
      return { ...statement, run };
    },
  };
  const writer = createWriter(staged, { onWarning() {}, checkPlace() {} });
  onTestFinished(() => writer.close());
  return {
    ...createWriteQueue(writer.write),
    database,
    transactionCount: () => begun,
    failCommits(error, count) {
      failing = { error, count };
    },
  };
}

/** As a driver reports it. */
export function sqliteError(message: string, errcode: number): Error {
  return Object.assign(new Error(message), { errcode });
}
