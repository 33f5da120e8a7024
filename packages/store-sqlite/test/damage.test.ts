import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '@scrollback/services';
import { StoreError } from '@scrollback/store';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backupSqlite } from '../src/index.js';
import { newPath, openBeside, openStore } from './harness/open.js';
import { create, createLong, newMessages } from './harness/records.js';

const run = promisify(execFile);

async function codeOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'answered',
    (error: unknown) => (StoreError.isInstance(error) ? error.code : `not an error of the port: ${error}`),
  );
}

async function overwrite(path: string, position: number, length: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(length, 0xa5), 0, length, position);
  await file.close();
}

describe('a file', () => {
  test('is made with its folder, and is its owner’s only', async () => {
    const path = await newPath();
    const store = openStore(path);
    await create(store, {}, newMessages(2));
    const modes = [dirname(path), path, `${path}-wal`, `${path}-shm`].map(
      async (each) => (await stat(each)).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o700, 0o600, 0o600, 0o600]);
  });

  test('that others can read is used, with a warning', async () => {
    const path = await newPath();
    const store = openStore(path);
    await create(store);
    await store.close();
    await chmod(path, 0o644);
    const warnings: string[] = [];
    await openStore(path, { onWarning: (message) => warnings.push(message) }).ping();
    expect(warnings).toEqual([expect.stringContaining('set its mode to 600')]);
  });

  test('that is still empty becomes its owner’s only', async () => {
    const path = await newPath();
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '', { mode: 0o644 });
    await chmod(path, 0o644);
    const warnings: string[] = [];
    await create(openStore(path, { onWarning: (message) => warnings.push(message) }));
    const modes = [path, `${path}-wal`, `${path}-shm`].map(async (each) => (await stat(each)).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o600, 0o600, 0o600]);
    expect(warnings).toEqual([]);
    expect((await readdir(dirname(path))).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('is made in folders of which none is there yet, and nothing is left of its making', async () => {
    const folder = join(await temporaryFolder('sqlite'), 'a', 'b', 'c');
    await create(openStore(join(folder, 'scrollback.db')));
    expect((await stat(dirname(folder))).mode & 0o777).toBe(0o700);
    expect((await readdir(folder)).sort()).toEqual(['scrollback.db', 'scrollback.db-shm', 'scrollback.db-wal']);
  });

  test('that is no database is refused, and left alone', async () => {
    const path = await newPath();
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'Dear diary, '.repeat(1_000), { mode: 0o600 });
    const store = openStore(path);
    expect(await codeOf(store.ping())).toBe('store_corrupt');
    expect(await codeOf(create(store))).toBe('store_corrupt');
    expect((await stat(path)).size).toBe(12_000);
  });

  test('of another program is refused', async () => {
    const path = await newPath();
    await mkdir(dirname(path), { recursive: true });
    (await openBeside(path)).exec('CREATE TABLE sessions (id TEXT)');
    expect(await codeOf(openStore(path).ping())).toBe('store_schema');
  });

  test('that is damaged inside is refused when it is opened, with what was found', async () => {
    const path = await newPath();
    const store = openStore(path);
    await createLong(store, 2_000);
    await store.close();
    await overwrite(path, 20 * 4_096, 8 * 4_096);
    const failing = openStore(path).ping();
    await expect(failing).rejects.toMatchObject({ code: 'store_corrupt', operation: 'ping' });
    await expect(failing).rejects.toThrow(/quick_check says: [^*]+$|malformed/);
  });

  test('that is cut short is refused', async () => {
    const path = await newPath();
    const store = openStore(path);
    await createLong(store, 2_000);
    await store.close();
    const file = await open(path, 'r+');
    await file.truncate(10 * 4_096);
    await file.close();
    expect(await codeOf(openStore(path).ping())).toBe('store_corrupt');
  });

  test('of a newer layout is refused, also by a store that had opened it before', async () => {
    const path = await newPath();
    const store = openStore(path);
    const record = await create(store);
    const beside = await openBeside(path);
    beside.exec("INSERT INTO migrations SELECT max(version) + 1, 'new', 0 FROM migrations; PRAGMA user_version = 99");
    expect(await codeOf(create(store))).toBe('store_schema');
    expect(await codeOf(store.sessions.purge(record))).toBe('store_schema');
    expect(await codeOf(store.ping())).toBe('store_schema');
    expect(await codeOf(openStore(path).ping())).toBe('store_schema');
    expect(await store.sessions.find(record.id)).toEqual(record);
  });

  test('holding what nobody could have written there is damaged', async () => {
    const path = await newPath();
    const store = openStore(path);
    const record = await create(store);
    (await openBeside(path)).exec("UPDATE sessions SET uuid = x'00'");
    expect(await codeOf(store.sessions.find(record.id))).toBe('store_corrupt');
    expect(await codeOf(store.sessions.list({ state: 'live', limit: 5, order: 'asc' }))).toBe('store_corrupt');
    expect(await codeOf(store.sessions.purge(record))).toBe('store_corrupt');
  });

  test.for([
    ["id = x''", '{"a":1}'],
    ["id = x''", null],
    ['user_uuid = uuid', null],
    ["user_uuid = uuid, user_id = x''", null],
  ] as const)('holding a session with %s and the metadata %s is damaged', async ([change, metadata]) => {
    const path = await newPath();
    const store = openStore(path);
    await create(store, { metadata });
    (await openBeside(path)).exec(`UPDATE sessions SET ${change}`);
    expect(await codeOf(store.sessions.list({ state: 'live', limit: 5, order: 'asc' }))).toBe('store_corrupt');
  });

  test('that cannot be made is unavailable, and used as soon as it can', async () => {
    const folder = await temporaryFolder('sqlite');
    const obstacle = join(folder, 'data');
    await writeFile(obstacle, '');
    const store = openStore(join(obstacle, 'scrollback.db'));
    expect(await codeOf(store.ping())).toBe('store_unavailable');
    await run('rm', [obstacle]);
    expect(await codeOf(store.ping())).toBe('answered');
    expect(await codeOf(openStore(folder).ping())).toBe('store_unavailable');
  });
});

const canMount = process.platform === 'linux' && mounts();

describe.skipIf(!canMount)(
  `a file system of its own${canMount ? '' : ' (NOT TESTED: it cannot be mounted here)'}`,
  () => {
    async function mount(options: string): Promise<string> {
      const folder = await temporaryFolder('sqlite-mount');
      await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
      onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
      return folder;
    }

    test('that is full refuses writes with store_full, keeps what it holds, and takes more when there is room', async () => {
      const folder = await mount('size=2m');
      const store = openStore(join(folder, 'scrollback.db'));
      const record = await create(store, {}, newMessages(3));
      const ballast = join(folder, 'ballast');
      await run('sh', ['-c', `dd if=/dev/zero of=${ballast} bs=4k || true`]);
      expect(await codeOf(create(store, {}, newMessages(50, 0, 'x'.repeat(2_000))))).toBe('store_full');
      expect((await store.sessions.read(record.id, { last: 9, maxBytes: 1_000_000 }))?.messages.length).toBe(3);
      await run('rm', [ballast]);
      expect(await codeOf(create(store, {}, newMessages(50, 0, 'x'.repeat(2_000))))).toBe('answered');
    });

    test('that is full refuses a backup by its name, and nothing is left of it', async () => {
      const path = await newPath();
      await createLong(openStore(path), 10_000);
      const folder = await mount('size=1m');
      const target = join(folder, 'backup.db');
      const failing = backupSqlite(path, target);
      await expect(failing).rejects.toMatchObject({ code: 'store_full', operation: 'backup' });
      await expect(failing).rejects.toThrow(`there is no room left for the backup ${target}`);
      expect(await readdir(folder)).toEqual([]);
    });

    test('that is read-only is unavailable', async () => {
      const path = await newPath();
      await create(openStore(path));
      const folder = await temporaryFolder('sqlite-mount');
      await run('mount', ['--bind', dirname(path), folder]);
      onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
      await run('mount', ['-o', 'remount,ro,bind', folder]);
      expect(await codeOf(create(openStore(join(folder, 'scrollback.db'))))).toBe('store_unavailable');
    });
  },
);

/** Whether this user may mount. */
function mounts(): boolean {
  try {
    const script = 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s';
    execFileSync('sh', ['-c', script], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
