import { chmod, copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import type { SessionRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import { backupSqlite } from '../src/index.js';
import { newPath, openStore } from './harness/open.js';
import { append, create, newMessages } from './harness/records.js';

const all = { after: 0, limit: 100_000, maxBytes: 1_000_000_000 };

test('a backup is one moment of the file, while others write', async () => {
  const path = await newPath();
  const store = openStore(path);
  const before = await Promise.all(Array.from({ length: 40 }, () => create(store, {}, newMessages(20))));
  const target = join(await temporaryFolder('sqlite-backup'), 'backup.db');
  let isRunning = true;
  const write = async (record: SessionRecord) => {
    for (let last = record; isRunning; ) last = await append(store, last, newMessages(5, last.lastSeq));
  };
  const writing = before.slice(0, 8).map(write);
  for (let turn = 0; turn < 3; turn += 1) await backupSqlite(path, target);
  isRunning = false;
  await Promise.all(writing);

  expect((await stat(target)).mode & 0o777).toBe(0o600);
  expect(await readdir(dirname(target))).toEqual(['backup.db']);
  const restored = await newPath();
  await mkdir(dirname(restored), { recursive: true });
  await copyFile(target, restored);
  await chmod(restored, 0o600);
  const copy = openStore(restored);
  expect(await copy.sessions.count({ state: 'live' })).toBe(40);
  for (const { id, version } of before) {
    const { record, messages = [] } = (await copy.sessions.read(id, all)) ?? {};
    expect(messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: record?.lastSeq ?? 0 }, (_, index) => index + 1),
    );
    expect(record?.version).toBeGreaterThanOrEqual(version);
    const now = await store.sessions.read(id, all);
    expect(now?.messages.slice(0, messages.length)).toEqual(messages);
  }
  expect((await create(copy)).position).toBe(41);
});

test('a backup replaces an earlier one', async () => {
  const path = await newPath();
  const target = join(await temporaryFolder('sqlite-backup'), 'backup.db');
  await writeFile(target, 'an earlier one');
  const record = await create(openStore(path));
  await backupSqlite(path, target);
  expect(await openStore(target).sessions.find(record.id)).toEqual(record);
});

test('a backup never replaces the file that it is made from', async () => {
  const path = await newPath();
  const store = openStore(path);
  const record = await create(store);
  await expect(backupSqlite(path, join(dirname(path), '.', 'scrollback.db'))).rejects.toThrow(TypeError);
  expect(await store.sessions.find(record.id)).toEqual(record);
});

test('backups to one place at once are each whole', async () => {
  const path = await newPath();
  const target = join(await temporaryFolder('sqlite-backup'), 'backup.db');
  const record = await create(openStore(path), {}, newMessages(200));
  await Promise.all([backupSqlite(path, target), backupSqlite(path, target), backupSqlite(path, target)]);
  expect(await readdir(dirname(target))).toEqual(['backup.db']);
  expect((await openStore(target).sessions.read(record.id, all))?.messages.length).toBe(200);
});

test('a backup of nothing fails, makes nothing, and leaves an earlier one alone', async () => {
  const path = await newPath();
  const target = join(await temporaryFolder('sqlite-backup'), 'backup.db');
  await writeFile(target, 'an earlier one');
  await expect(backupSqlite(path, target)).rejects.toMatchObject({ code: 'store_unavailable', operation: 'backup' });
  expect(await readdir(dirname(target))).toEqual(['backup.db']);
  expect((await stat(target)).size).toBe(14);
  await expect(stat(path)).rejects.toThrow(/ENOENT/);
});
