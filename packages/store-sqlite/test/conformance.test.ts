import { join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import { testStore } from '@scrollback/store-testkit';
import { open } from './fixtures/store-module.js';

const argument = { path: join(await temporaryFolder('sqlite-kit'), 'kit.db') };

testStore({
  name: 'store-sqlite',
  open: () => open(argument),
  sharedBetweenProcesses: {
    module: new URL('./fixtures/store-module.ts', import.meta.url),
    argument,
    execArgv: ['--import', import.meta.resolve('tsx'), '--conditions=source'],
  },
});
