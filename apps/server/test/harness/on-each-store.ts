import { randomUUID } from 'node:crypto';
import { describeWithRedis } from '@scrollback/services/vitest';
import type { Store } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { createRedisStore } from '@scrollback/store-redis';
import { createSqliteStore } from '@scrollback/store-sqlite';
import { describe } from 'vitest';

/** The suite on the memory store, on SQLite in memory, whose files have tests of their own, and, with the run's Redis, on a store that nobody else uses. */
export function onEachStore(name: string, suite: (openStore: () => Store) => void): void {
  describe(`${name} [in memory]`, () => suite(() => createMemoryStore()));
  describe(`${name} [in SQLite]`, () => suite(() => createSqliteStore({ path: ':memory:' })));
  describeWithRedis(name, (url) => suite(() => createRedisStore({ url, prefix: `test-${randomUUID()}` })));
}
