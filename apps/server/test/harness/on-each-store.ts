import { randomUUID } from 'node:crypto';
import { describeWithRedis } from '@scrollback/services/vitest';
import type { Store } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { createRedisStore } from '@scrollback/store-redis';
import { describe } from 'vitest';

/** The suite on the memory store and, with the run's Redis, on a store that nobody else uses. */
export function onEachStore(name: string, suite: (openStore: () => Store) => void): void {
  describe(`${name} [in memory]`, () => suite(() => createMemoryStore()));
  describeWithRedis(name, (url) => suite(() => createRedisStore({ url, prefix: `test-${randomUUID()}` })));
}
