import { randomUUID } from 'node:crypto';
import { type RedisSentinel, startRedisSentinel } from '@scrollback/services';
import { describeWithSentinel } from '@scrollback/services/vitest';
import { testStore } from '@scrollback/store-testkit';
import { afterAll, beforeAll } from 'vitest';
import { open } from './fixtures/store-module.js';

describeWithSentinel('store-redis', () => {
  let sentinel: RedisSentinel;
  beforeAll(async () => {
    sentinel = await startRedisSentinel({ appendOnly: 'everysec' });
  });
  afterAll(() => sentinel.stop());

  const argument = {
    get url() {
      return sentinel.url;
    },
    prefix: `kit-${randomUUID()}`,
  };
  testStore({
    name: 'kit',
    open: () => open(argument),
    sharedBetweenProcesses: {
      module: new URL('./fixtures/store-module.ts', import.meta.url),
      argument,
      execArgv: ['--import', import.meta.resolve('tsx'), '--conditions=source'],
    },
  });
});
