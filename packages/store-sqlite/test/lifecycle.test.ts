import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { startTypeScript } from '@scrollback/services';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { newPath, openBeside, openStore } from './harness/open.js';
import { create, newMessages } from './harness/records.js';

function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

/** The threads that this process starts from now on. */
function watchThreads(): Worker[] {
  const threads: Worker[] = [];
  const watch = (thread: Worker) => void threads.push(thread);
  process.on('worker', watch);
  onTestFinished(() => void process.off('worker', watch));
  return threads;
}

test('a store makes no file before it is used', async () => {
  const path = await newPath();
  const store = openStore(path);
  await store.close();
  expect(existsSync(path)).toBe(false);
});

test('a path that is empty is refused at once', () => {
  expect(() => createSqliteStore({ path: '' })).toThrow(TypeError);
});

test('a thread that ends during a write leaves the outcome unknown, and the next call starts another', async () => {
  const threads = watchThreads();
  const path = await newPath();
  const store = openStore(path);
  const record = await create(store);
  const beside = await openBeside(path);
  beside.exec('BEGIN IMMEDIATE');
  const outcome = expect(create(store, {}, newMessages(1))).rejects.toMatchObject({
    code: 'store_outcome_unknown',
    operation: 'sessions.commit',
  });
  // The write has been handed over by then, and waits for the lock.
  await new Promise((resolve) => setTimeout(resolve, 50));
  // A defect: nobody sends this.
  threads[0]?.postMessage(null);
  await outcome;
  beside.exec('ROLLBACK');
  expect(await store.sessions.find(record.id)).toEqual(record);
  expect((await create(store)).position).toBe(record.position + 1);
  expect(threads.length).toBe(2);
});

test('a closed store has moved all that it wrote into the one file', async () => {
  const path = await newPath();
  const store = openStore(path);
  await create(store, {}, newMessages(10));
  await store.close();
  expect(existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0).toBe(0);
});

test('a process that forgets to close ends all the same, and what was acknowledged is there', async () => {
  const path = await newPath();
  const child = await startTypeScript({ file: fixture('forgetful.ts'), args: [path] });
  const { code } = await child.exited;
  expect(code, child.output()).toBe(0);
  expect(await openStore(path).sessions.count({ state: 'live' })).toBe(20);
});

test('a process that exits while a write waits for the lock exits as it meant to', async () => {
  const path = await newPath();
  const store = openStore(path);
  await store.ping();
  const beside = await openBeside(path);
  beside.exec('BEGIN IMMEDIATE');
  const child = await startTypeScript({ file: fixture('exiting.ts'), args: [path] });
  const { code } = await child.exited;
  expect(code, child.output()).toBe(7);
  beside.exec('ROLLBACK');
  expect(await store.sessions.count({ state: 'live' })).toBe(0);
});

test('a store that is normal, not full, still keeps what it was told', async () => {
  const path = await newPath();
  const store = openStore(path, { synchronous: 'normal' });
  const record = await create(store, {}, newMessages(2));
  await store.close();
  expect(await openStore(path).sessions.find(record.id)).toEqual(record);
});
