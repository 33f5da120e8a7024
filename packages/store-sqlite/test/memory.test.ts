import { testStore } from '@scrollback/store-testkit';
import { afterAll, expect, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { createHandle } from './fixtures/handle.js';

const store = createSqliteStore({ path: ':memory:' });
afterAll(() => store.close());

testStore({
  name: 'store-sqlite in memory',
  open: async () => createHandle(store),
  sharedBetweenProcesses: false,
});

test('a store in memory starts no thread', async () => {
  let count = 0;
  const watch = () => {
    count += 1;
  };
  process.on('worker', watch);
  const another = createSqliteStore({ path: ':memory:' });
  await another.ping();
  expect(await another.sessions.count({ state: 'live' })).toBe(0);
  await another.close();
  process.off('worker', watch);
  expect(count).toBe(0);
});
