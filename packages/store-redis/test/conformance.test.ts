import { randomUUID } from 'node:crypto';
import { describeWithCluster, describeWithRedis } from '@scrollback/services/vitest';
import { testStore } from '@scrollback/store-testkit';
import { open } from './fixtures/store-module.js';

for (const describeIt of [describeWithRedis, describeWithCluster]) {
  describeIt('store-redis', (url) => {
    const argument = { url, prefix: `kit-${randomUUID()}` };
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
}
