import { type Driver, openDatabase } from './database.js';
import { busyTimeoutMs, callBudgetMs, untilNotBusy } from './retry.js';

/** Writes a compact copy of one moment of the file. Writers go on meanwhile; only their log cannot be cut until it is done. */
export async function vacuumInto(driver: Driver, path: string, target: string): Promise<void> {
  const database = openDatabase(driver, path);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    await untilNotBusy(() => database.prepare('VACUUM INTO ?').run([target]), Date.now() + callBudgetMs);
  } finally {
    database.close();
  }
}
