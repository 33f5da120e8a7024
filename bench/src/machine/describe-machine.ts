import { availableParallelism, cpus } from 'node:os';
import { findRedisServer } from '@scrollback/services';
import { sqliteDriver } from '../programs/sqlite-driver.js';

/** What the numbers depend on; nothing that names this one machine. */
export function describeMachine(): Record<string, string | number> {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    coreCount: availableParallelism(),
    node: process.version,
    redis: findRedisServer()?.version ?? 'missing',
    sqlite: `${sqliteVersion()} of ${sqliteDriver.name}`,
  };
}

function sqliteVersion(): string {
  const database = sqliteDriver.open(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version() AS version').all([])[0]?.version);
  } finally {
    database.close();
  }
}
