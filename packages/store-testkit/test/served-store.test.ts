import { testStore } from '../src/index.js';
import { execArgv, useServedStore } from './stores/serve.js';
import { openServedStore } from './stores/served-store.js';

const path = useServedStore();

testStore({
  name: 'minimal store, served to other processes',
  open: () => openServedStore(path),
  sharedBetweenProcesses: {
    module: new URL('./stores/open-served-store.ts', import.meta.url),
    argument: path,
    execArgv,
  },
});
