import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../harness/run-command.js';
import { send } from '../harness/send.js';
import { startServerProcess } from '../harness/server-process.js';

describe('a server that is given no store', () => {
  let cwd: string;
  let file: string;
  beforeEach(async () => {
    cwd = await temporaryFolder('server');
    file = join(cwd, 'data', 'scrollback.db');
  });

  const start = (env: Readonly<Record<string, string>> = {}) =>
    startServerProcess({ SCROLLBACK_STORE: undefined, ...env }, { cwd });
  const say = (url: string, content: string) =>
    send(url, {
      method: 'POST',
      path: '/v1/sessions/s/messages',
      body: { messages: [{ role: 'user', content }] },
    });
  const contents = async (url: string) =>
    (await send(url, { path: '/v1/sessions/s/window' })).json.messages.map((each: { content: string }) => each.content);

  it('keeps its data in ./data/scrollback.db, names the file, and has it again after kill -9', async () => {
    const first = await start();
    expect(first.output()).toContain(`(store: sqlite:${file})`);
    expect(first.output()).not.toContain('WARNING');
    expect((await say(first.url, 'Remember me.')).status).toBe(201);
    await first.kill('SIGKILL');

    const second = await start();
    expect(await contents(second.url)).toEqual(['Remember me.']);
    await second.stop();
  });

  it('makes the folder and the file for their owner only', async () => {
    const server = await start();
    await say(server.url, 'secret');
    const modes = await Promise.all(
      [join(cwd, 'data'), file, `${file}-wal`, `${file}-shm`].map(async (path) => (await stat(path)).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
    await server.stop();
  });

  it('has a backup made of it while it is written to, which another server can start from', async () => {
    const server = await start();
    let isOver = false;
    let count = 0;
    const writing = (async () => {
      while (!isOver) expect((await say(server.url, `message ${count++}`)).status).toBe(201);
    })();
    await expect.poll(() => count).toBeGreaterThan(20);
    const target = join(cwd, 'copy.db');
    const { code, stdout, stderr } = await runCommand(['backup', target], { SCROLLBACK_STORE: '' }, { cwd });
    const atLeast = count;
    isOver = true;
    await writing;
    expect([code, stderr, stdout]).toEqual([0, '', `${file} is copied to ${target}\n`]);
    expect((await stat(target)).mode & 0o777).toBe(0o600);
    await server.stop();

    await mkdir(join(cwd, 'restored'));
    await copyFile(target, join(cwd, 'restored', 'scrollback.db'));
    const restored = await start({ SCROLLBACK_STORE: 'sqlite:restored/scrollback.db' });
    const { json } = await send(restored.url, { path: '/v1/sessions/s/messages?limit=1000' });
    const found = json.data.map((each: { content: string }) => each.content);
    expect(found.length).toBeGreaterThan(20);
    expect(found.length).toBeLessThanOrEqual(atLeast);
    expect(found).toEqual(found.map((_: string, index: number) => `message ${index}`));
    await restored.stop();
  });

  it('ends with one line when the file is damaged, is of a newer version, or cannot be opened', async () => {
    await mkdir(join(cwd, 'data'));
    await writeFile(file, 'This has never been a database, whatever it is called. '.repeat(100));
    await chmod(file, 0o600);
    const attempts: readonly (readonly [string, RegExp])[] = [
      [`sqlite:${file}`, /^scrollback: the SQLite file is damaged or not ours: /],
      [`sqlite:${cwd}`, /^scrollback: the SQLite file cannot be used now: /],
      [`sqlite:${file}/below/a.db`, /^scrollback: the SQLite file cannot be used now: /],
      ['sqlite:', /^scrollback: SCROLLBACK_STORE takes /],
      ['sqlite://host/a.db', /^scrollback: SCROLLBACK_STORE takes /],
      ['sqlite:~/a.db', /^scrollback: SCROLLBACK_STORE takes /],
      ['sqlite:a.db?mode=ro', /^scrollback: SCROLLBACK_STORE takes /],
      ['sqlite:folder/', /^scrollback: SCROLLBACK_STORE takes /],
    ];
    for (const [store, message] of attempts) {
      const { code, stdout, stderr } = await runCommand([], { SCROLLBACK_STORE: store, SCROLLBACK_PORT: '0' }, { cwd });
      expect([code, stdout, stderr.trim().split('\n')]).toEqual([1, '', [expect.stringMatching(message)]]);
    }
  });

  it('makes no backup of what is no file, and leaves nothing behind where one fails', async () => {
    const target = join(cwd, 'copy.db');
    const attempts: readonly (readonly [readonly string[], string, RegExp])[] = [
      [['backup', target], 'memory:', /^scrollback: SCROLLBACK_STORE is not a SQLite file/],
      [['backup', target], 'sqlite::memory:', /^scrollback: SCROLLBACK_STORE is not a SQLite file/],
      [['backup', target], 'sqlite:missing.db', /^scrollback: the SQLite file cannot be used now: /],
      [['backup'], 'sqlite:missing.db', /^scrollback: Usage: scrollback backup FILE$/m],
      [['backup', target, 'x'], 'sqlite:missing.db', /^scrollback: Usage: scrollback backup FILE$/m],
    ];
    for (const [words, store, message] of attempts) {
      const { code, stderr } = await runCommand(words, { SCROLLBACK_STORE: store }, { cwd });
      expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
      await expect(stat(target)).rejects.toThrow('ENOENT');
    }
  });
});

describe.skipIf(!canMount())('a disk that is full [where file systems can be mounted]', () => {
  it('answers writes with 507 on both surfaces, and keeps and reads what it holds', async () => {
    const folder = await temporaryFolder('full');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
    try {
      const server = await startServerProcess({ SCROLLBACK_STORE: `sqlite:${join(folder, 'scrollback.db')}` });
      const messages = [{ role: 'user', content: 'x'.repeat(50_000) }];
      let kept = 0;
      let status = 201;
      for (; status === 201; kept += status === 201 ? 1 : 0) {
        const answer = await send(server.url, { method: 'POST', path: '/v1/sessions/s/messages', body: { messages } });
        status = answer.status;
        if (status !== 201) expect(answer.json.code).toBe('store_full');
      }
      expect([status, kept > 5]).toEqual([507, true]);
      const zep = await send(server.url, { method: 'POST', path: '/api/v1/sessions/s/memory', body: { messages } });
      expect([zep.status, zep.headers['content-type']]).toEqual([507, 'text/plain; charset=utf-8']);
      const { json } = await send(server.url, { path: '/v1/sessions/s' });
      expect(json.message_count).toBe(kept);
      await server.stop();
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });
});

function canMount(): boolean {
  const script = 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s';
  return spawnSync('sh', ['-c', script]).status === 0;
}

describe('sqlite::memory:', () => {
  it('serves, and says that nothing survives', async () => {
    const server = await startServerProcess({ SCROLLBACK_STORE: 'sqlite::memory:' });
    expect(server.output()).toContain('(store: sqlite::memory:)');
    expect(server.output()).toContain('NOTHING SURVIVES A RESTART');
    expect((await send(server.url, { path: '/health/ready' })).status).toBe(200);
    await server.stop();
  });

  it('is refused where the store has to be durable', async () => {
    const env = { SCROLLBACK_STORE: 'sqlite::memory:', SCROLLBACK_REQUIRE_DURABLE: '1' };
    const { code, stderr } = await runCommand([], env);
    expect([code, stderr]).toEqual([1, expect.stringContaining('SCROLLBACK_REQUIRE_DURABLE')]);
  });
});
