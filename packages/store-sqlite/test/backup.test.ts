import { chmod, copyFile, link, mkdir, open, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTypeScript, temporaryFolder } from '@scrollback/services';
import type { SessionRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import { backupSqlite } from '../src/index.js';
import { newPath, openStore } from './harness/open.js';
import { append, create, createLong, newMessages } from './harness/records.js';

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

test('a backup never replaces the file that it is made from under another name', async () => {
  const path = await newPath();
  const store = openStore(path);
  const record = await create(store);
  const folder = await temporaryFolder('sqlite-backup');
  await symlink(dirname(path), join(folder, 'folder'));
  await symlink(path, join(folder, 'file.db'));
  await link(path, join(folder, 'hard.db'));
  for (const name of ['folder/scrollback.db', 'file.db', 'hard.db']) {
    await expect(backupSqlite(path, join(folder, name))).rejects.toThrow(TypeError);
  }
  const partials = [...(await readdir(folder)), ...(await readdir(dirname(path)))].filter((name) =>
    /partial/.test(name),
  );
  expect(partials).toEqual([]);
  expect(await store.sessions.find(record.id)).toEqual(record);
});

test('a backup does not replace a file whose log a killed process left behind', async () => {
  const path = await newPath();
  await createLong(openStore(path), 300);
  const target = join(await temporaryFolder('sqlite-backup'), 'backup.db');
  await backupSqlite(path, target);
  const file = fileURLToPath(new URL('./fixtures/killed.ts', import.meta.url));
  await (await startTypeScript({ file, args: [target] })).exited;
  const before = await readdir(dirname(target));
  expect(before).toContain('backup.db-wal');
  const refused = backupSqlite(path, target);
  await expect(refused).rejects.toMatchObject({ code: 'store_unavailable', operation: 'backup' });
  await expect(refused).rejects.toThrow(`${target}-wal`);
  expect(await readdir(dirname(target))).toEqual(before);
  expect(await openStore(target).sessions.count({ state: 'live' })).toBe(2);
});

test.for(['-wal', '-shm', '-journal'])('a backup does not replace a file that has a %s', async (suffix) => {
  const path = await newPath();
  await create(openStore(path));
  const target = join(await temporaryFolder('sqlite-backup'), 'backup.db');
  await writeFile(`${target}${suffix}`, '');
  await expect(backupSqlite(path, target)).rejects.toThrow('is in use or was not closed');
  expect(await readdir(dirname(target))).toEqual([`backup.db${suffix}`]);
});

test('a backup that fails in its middle leaves nothing behind', async () => {
  const path = await newPath();
  const store = openStore(path);
  await createLong(store, 5_000);
  await store.close();
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(40 * 4_096, 0xa5), 0, 40 * 4_096, 60 * 4_096);
  await file.close();
  const folder = await temporaryFolder('sqlite-backup');
  await expect(backupSqlite(path, join(folder, 'backup.db'))).rejects.toMatchObject({ code: 'store_corrupt' });
  expect(await readdir(folder)).toEqual([]);
});

test('a backup whose target comes into use meanwhile is not finished, and nothing is left of it', async () => {
  const path = await newPath();
  await createLong(openStore(path), 1_000);
  const folder = await temporaryFolder('sqlite-backup');
  const target = join(folder, 'backup.db');
  const refused = expect(backupSqlite(path, target)).rejects.toThrow(`${target}-wal`);
  let partial: string | undefined;
  while (partial === undefined) [partial] = await readdir(folder);
  // The thread that copies has not even started. The one beside the copy is as SQLite leaves them after some failures.
  await Promise.all([writeFile(`${target}-wal`, ''), writeFile(join(folder, `${partial}-shm`), '')]);
  await refused;
  expect(await readdir(folder)).toEqual(['backup.db-wal']);
});

test('a backup that has nowhere to go says where it should have gone', async () => {
  const path = await newPath();
  await create(openStore(path));
  const target = join(await temporaryFolder('sqlite-backup'), 'missing', 'backup.db');
  await expect(backupSqlite(path, target)).rejects.toThrow(`the backup cannot be written to ${target}: ENOENT`);
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
