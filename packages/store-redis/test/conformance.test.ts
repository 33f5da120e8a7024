import { randomUUID } from 'node:crypto';
import { describeWithCluster, describeWithRedis } from '@scrollback/services/vitest';
import { testKit } from './harness/test-kit.js';

for (const describeIt of [describeWithRedis, describeWithCluster]) {
  describeIt('store-redis', (url) => testKit({ url, prefix: `kit-${randomUUID()}` }));
}
