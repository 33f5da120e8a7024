import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRedisServer } from '../src/find-redis-server.js';
import { eventually, startProcess, startTypeScript } from '../src/index.js';

const node = process.execPath;

describe('startProcess', () => {
  it('waits for the line that says ready and hands back what it matched', async () => {
    const program = 'setTimeout(() => console.error("listening on 4711"), 100); setInterval(() => {}, 1000)';
    const child = await startProcess({ command: node, args: ['-e', program], readyPattern: /listening on (\d+)/ });
    expect(child.ready?.[1]).toBe('4711');
    expect(child.output()).toBe('listening on 4711');
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('rejects with the output when the process ends before it is ready', async () => {
    const starting = startProcess({
      command: node,
      args: ['-e', 'console.log("broken"); process.exit(3)'],
      readyPattern: /x/,
    });
    await expect(starting).rejects.toThrow(/it ended with 3\nbroken/);
  });

  it('rejects and ends the process when it stays silent', async () => {
    const starting = startProcess({
      command: node,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      readyPattern: /x/,
      readyTimeoutMs: 200,
    });
    await expect(starting).rejects.toThrow('within 200 ms');
  });

  it('rejects when there is no such program', async () => {
    await expect(startProcess({ command: 'no-such-program' })).rejects.toThrow('ENOENT');
  });

  it('passes the environment on, and takes out what is undefined', async () => {
    const child = await startProcess({
      command: node,
      args: ['-e', 'console.log("<" + process.env.ADDED + " " + process.env.PATH + ">")'],
      env: { ADDED: 'yes', PATH: undefined },
      readyPattern: /<(.*)>/,
    });
    expect(child.ready?.[1]).toBe('yes undefined');
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  it('kills a process that ignores SIGTERM after the grace period', async () => {
    const program = 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)';
    const child = await startProcess({ command: node, args: ['-e', program], readyPattern: /up/ });
    expect(await child.stop(200)).toEqual({ code: null, signal: 'SIGKILL' });
  });
});

describe.skipIf(!findRedisServer())('a process that dies by SIGKILL', () => {
  it('takes its Redis, its other processes and its temporary folders with it', async () => {
    const parent = await startTypeScript({
      file: join(import.meta.dirname, 'fixtures/parent-of-redis.ts'),
      readyPattern: /^started (\d+) (\d+) (.+)$/,
    });
    const [, redis, sleeper, folder] = parent.ready as unknown as [string, string, string, string];
    expect([isRunning(redis), isRunning(sleeper), existsSync(folder)]).toEqual([true, true, true]);

    await parent.kill('SIGKILL');
    await eventually(async () => !isRunning(redis) && !isRunning(sleeper) && !existsSync(folder), {
      timeoutMs: 5_000,
      what: 'nothing is left',
    });
  });
});

function isRunning(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}
