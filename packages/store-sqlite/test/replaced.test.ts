import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import { expect, test } from 'vitest';
import { backupSqlite } from '../src/index.js';
import { newPath, openBeside, openStore } from './harness/open.js';
import { create, newMessages } from './harness/records.js';

const lost = { code: 'store_unavailable' };
const all = { after: 0, limit: 1_000, maxBytes: 1_000_000 };

async function removeAll(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
}

test('nothing is acknowledged into a file that was removed, and the next call makes another', async () => {
  const path = await newPath();
  const store = openStore(path);
  await create(store, {}, newMessages(3));
  await removeAll(path);
  const refused = create(store);
  await expect(refused).rejects.toMatchObject({ ...lost, operation: 'sessions.commit' });
  await expect(refused).rejects.toThrow(`the file was removed while it was open: ${path}`);
  const record = await create(store, {}, newMessages(2));
  expect(record.position).toBe(1);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await openStore(path).sessions.read(record.id, all))?.messages.length).toBe(2);
});

test('a ping notices that the file was removed, and the one after it makes another', async () => {
  const path = await newPath();
  const store = openStore(path);
  await create(store);
  await removeAll(path);
  await expect(store.ping()).rejects.toMatchObject({ ...lost, operation: 'ping' });
  await store.ping();
  expect(await store.sessions.count({ state: 'live' })).toBe(0);
});

test.for([
  ['a write', 'with its log'],
  ['a ping', 'with its log'],
  ['a write', 'alone'],
  ['a ping', 'alone'],
])('%s notices that the file was replaced %s, and the next call uses what is there', async ([by, how]) => {
  const path = await newPath();
  const store = openStore(path);
  const kept = await create(store, {}, newMessages(3));
  const copy = join(dirname(path), 'copy.db');
  await backupSqlite(path, copy);
  await create(store);
  if (how !== 'alone') await removeAll(path);
  await rename(copy, path);
  const call = by === 'a write' ? create(store) : store.ping();
  await expect(call).rejects.toThrow(`the file was replaced while it was open: ${path}`);
  expect(await store.sessions.find(kept.id)).toEqual(kept);
  const record = await create(store, {}, newMessages(2));
  expect(record.position).toBe(kept.position + 1);
  expect(await openStore(path).sessions.find(record.id)).toEqual(record);
  await expect(openBeside(path).then((beside) => beside.prepare('PRAGMA quick_check').all())).resolves.toEqual([
    { quick_check: 'ok' },
  ]);
});

test('all that wait when the file was replaced are refused, and none of them is stored', async () => {
  const path = await newPath();
  const store = openStore(path);
  await create(store);
  await removeAll(path);
  // More than one batch holds.
  const outcomes = await Promise.allSettled(Array.from({ length: 600 }, () => create(store)));
  const codes = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code);
  expect(new Set(codes)).toEqual(new Set(['store_unavailable']));
  expect(await store.sessions.count({ state: 'live' })).toBe(0);
});

test('a store that lets go of a replaced file takes nothing of the new one with it', async () => {
  const path = await newPath();
  const store = openStore(path);
  await create(store);
  const moved = join(await temporaryFolder('sqlite'), 'moved');
  await mkdir(moved);
  await rename(dirname(path), join(moved, 'data'));
  const newer = openStore(path);
  const record = await create(newer, {}, newMessages(20));
  await expect(create(store)).rejects.toMatchObject(lost);
  expect(await store.sessions.find(record.id)).toEqual(record);
  await copyFile(path, join(moved, 'main.db'));
  await copyFile(`${path}-wal`, join(moved, 'main.db-wal'));
  expect(await openStore(join(moved, 'main.db')).sessions.find(record.id)).toEqual(record);
});
