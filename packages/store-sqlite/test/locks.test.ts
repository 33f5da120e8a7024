import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../src/database.js';
import { countRows, newPath, openBeside, openStore } from './harness/open.js';
import { append, create, newMessages } from './harness/records.js';

/** Time for many attempts. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function lock(path: string): Promise<Database> {
  const database = await openBeside(path);
  database.exec('BEGIN IMMEDIATE');
  return database;
}

test('a write waits while another process has the lock, and reads go on', async () => {
  const path = await newPath();
  const store = openStore(path);
  const record = await create(store, {}, newMessages(1));
  const other = await lock(path);
  let outcome: string | undefined;
  const writing = append(store, record, newMessages(1, 1)).then(({ version }) => {
    outcome = `version ${version}`;
  });
  await turns();
  expect(outcome).toBeUndefined();
  expect(await store.sessions.find(record.id)).toEqual(record);
  expect(await store.sessions.count({ state: 'live' })).toBe(1);
  other.exec('ROLLBACK');
  await writing;
  expect(outcome).toBe('version 2');
});

test('a write gives up when the lock is kept too long, and nothing of it is stored', async () => {
  const path = await newPath();
  const store = openStore(path);
  const record = await create(store);
  const other = await lock(path);
  const writes = [append(store, record, newMessages(1)), create(store), store.sessions.purge(record)];
  const outcomes = await Promise.allSettled(writes);
  const codes = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code);
  expect(codes).toEqual(['store_unavailable', 'store_unavailable', 'store_unavailable']);
  other.exec('ROLLBACK');
  expect(await store.sessions.find(record.id)).toEqual(record);
  expect(countRows(other, 'sessions')).toBe(1);
  expect((await append(store, record, newMessages(1))).version).toBe(2);
});

test('opening waits while another process has the lock', async () => {
  const path = await newPath();
  await openStore(path).ping();
  const other = await lock(path);
  const store = openStore(path);
  await store.ping();
  let isStored = false;
  const creating = create(store).then(() => {
    isStored = true;
  });
  await turns();
  expect(isStored).toBe(false);
  other.exec('ROLLBACK');
  await creating;
});

test('opening waits while another process makes the file', async () => {
  const path = await newPath();
  await mkdir(dirname(path), { recursive: true });
  const other = await openBeside(path);
  other.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
  let isReady = false;
  const pinging = openStore(path)
    .ping()
    .then(() => {
      isReady = true;
    });
  await turns();
  expect(isReady).toBe(false);
  other.exec('ROLLBACK');
  await pinging;
});
