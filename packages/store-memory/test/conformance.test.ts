import { testStore } from '@scrollback/store-testkit';
import { createMemoryData, createMemoryStore } from '../src/index.js';

const data = createMemoryData();

testStore({
  name: 'store-memory',
  open: async () => createMemoryStore({ data }),
  sharedBetweenProcesses: false,
});
