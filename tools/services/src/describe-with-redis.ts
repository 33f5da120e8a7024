import { describe, expect, inject, it } from 'vitest';
import './provided-context.js';

/** The end of a suite's name says which backend it ran on; the closing lines of a test run are counted from it. */
export const ON_REDIS = '[on Redis]';
export const ON_CLUSTER = '[on Redis Cluster]';
export const ON_SENTINEL = '[on Redis Sentinel]';

/** Registers the suite with the URL of the run's Redis. Without one it is one test: failing in CI, skipped elsewhere. */
export function describeWithRedis(name: string, suite: (redisUrl: string) => void): void {
  describeWith(`${name} ${ON_REDIS}`, inject('redisUrl'), suite);
}

/** The same with the run's three-node cluster. */
export function describeWithCluster(name: string, suite: (clusterUrl: string) => void): void {
  describeWith(`${name} ${ON_CLUSTER}`, inject('clusterUrl'), suite);
}

/** The same for a suite that starts Sentinels of its own: the run has none. */
export function describeWithSentinel(name: string, suite: () => void): void {
  describeWith(`${name} ${ON_SENTINEL}`, inject('redisUrl'), suite);
}

function describeWith(name: string, url: string | undefined, suite: (url: string) => void): void {
  describe(name, () => {
    if (url) return suite(url);
    it.skipIf(!process.env.CI)('NOT TESTED: redis-server is missing', () => {
      expect.fail('redis-server is missing, and CI has to test this backend');
    });
  });
}
