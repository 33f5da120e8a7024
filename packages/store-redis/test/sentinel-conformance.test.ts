import { randomUUID } from 'node:crypto';
import { type RedisSentinel, startRedisSentinel } from '@scrollback/services';
import { describeWithSentinel } from '@scrollback/services/vitest';
import { afterAll, beforeAll } from 'vitest';
import { testKit } from './harness/test-kit.js';

describeWithSentinel('store-redis', () => {
  let sentinel: RedisSentinel;
  beforeAll(async () => {
    sentinel = await startRedisSentinel({ appendOnly: 'everysec' });
  });
  afterAll(() => sentinel.stop());

  testKit({
    get url() {
      return sentinel.url;
    },
    prefix: `kit-${randomUUID()}`,
  });
});
