import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort, startRedis, temporaryFolder } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { requireShareable } from '../../src/open-store.js';
import { runCommand } from '../harness/run-command.js';
import { send } from '../harness/send.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { servingPids, workerPids } from '../harness/workers.js';

/** Each server is three processes or more that are started from source. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });
const pollMs = 30_000;

let file: string;
let servers: ServerProcess[];
beforeEach(async () => {
  file = join(await temporaryFolder('workers'), 'scrollback.db');
  servers = [];
});
afterEach(() => Promise.all(servers.map((server) => server.stop())));

const startServer = (env: Readonly<Record<string, string>> = {}) =>
  startServerProcess({ SCROLLBACK_STORE: `sqlite:${file}`, SCROLLBACK_WORKERS: '2', ...env });

async function start(env?: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await startServer(env);
  servers.push(server);
  return server;
}

const live = '/health/live';
const append = {
  method: 'POST',
  path: '/v1/sessions/s/messages',
  body: { messages: [{ role: 'user', content: 'x' }] },
};

/** A request without its end, on a connection of its own: connections go to the workers in turn. */
async function beginRequest(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const body = JSON.stringify(append.body);
  const head = `POST ${append.path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  socket.write(`${head}\r\n\r\n${body.slice(0, -1)}`);
  return socket;
}

/** A connection that has had an answer, and stays open. */
async function openIdle(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${live} HTTP/1.1\r\nhost: x\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}

/** Both workers are at a request, and wait for its end. */
async function beginInEach(server: ServerProcess): Promise<Socket[]> {
  const sockets = [await beginRequest(server.url), await beginRequest(server.url)];
  // A later connection is answered when what came before it was taken.
  for (let count = 0; count < 2; count += 1) await send(server.url, { path: live });
  return sockets;
}

/** However the other side does it. */
const closed = (socket: Socket) => new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));

const isRefused = (server: ServerProcess) =>
  expect
    .poll(() => send(server.url, { path: live }).catch(({ code }) => code), { timeout: pollMs })
    .toBe('ECONNREFUSED');

describe('3 workers on a port that the system gave', () => {
  let server: ServerProcess;
  let ownFile: string;
  beforeAll(async () => {
    ownFile = join(await temporaryFolder('workers'), 'scrollback.db');
    server = await startServer({
      SCROLLBACK_STORE: `sqlite:${ownFile}`,
      SCROLLBACK_WORKERS: '3',
      SCROLLBACK_LOG_LEVEL: 'debug',
      SCROLLBACK_PURGE_INTERVAL_MINUTES: '0.002',
      ZEP_LOG_LEVEL: 'x',
    });
  });
  afterAll(() => server.stop());

  it('share it, say so once, and purge in one of them', async () => {
    const lines = server.output().match(/^Scrollback.*$/gm);
    expect(lines).toEqual([`Scrollback listens on ${server.url} (store: sqlite:${ownFile}, 3 workers)`]);
    expect(server.output().match(/^WARNING: .*$/gm)).toEqual([
      expect.stringMatching(/do nothing here: ZEP_LOG_LEVEL$/),
    ]);
    const pids = workerPids(server);
    for (let count = 0; count < 6; count += 1) {
      expect((await send(server.url, { path: '/health/ready' })).status).toBe(200);
    }
    await expect.poll(() => servingPids(server), { timeout: pollMs }).toEqual(new Set(pids));
    expect(pids).toHaveLength(3);
    const purging = () => [...server.output().matchAll(/"pid":(\d+),.*"msg":"purged"/g)].map(([, pid]) => Number(pid));
    await expect.poll(() => purging().length, { timeout: pollMs }).toBeGreaterThan(5);
    expect(new Set(purging())).toEqual(new Set(pids.slice(0, 1)));
  });

  it('end with the server when they are killed together, because the port is lost', async () => {
    for (const pid of workerPids(server)) process.kill(pid, 'SIGKILL');
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.output()).toMatch(/^scrollback: all workers ended, and a new one could not listen on \S+ again$/m);
  });
});

describe('workers', () => {
  it('are refused where each would have data of its own', () => {
    for (const store of ['memory:', 'sqlite::memory:']) {
      expect(() => requireShareable(store)).toThrow(`SCROLLBACK_WORKERS must be 1 where SCROLLBACK_STORE is ${store} `);
    }
  });

  it('are not started where they cannot be, which is said in one line', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const notOurs = join(await temporaryFolder('workers'), 'other.db');
    await writeFile(notOurs, 'This has never been a database. '.repeat(100), { mode: 0o600 });
    const starts: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
      [{ SCROLLBACK_STORE: 'memory:' }, 'SCROLLBACK_WORKERS must be 1 where SCROLLBACK_STORE is memory: '],
      [{ SCROLLBACK_STORE: `sqlite:${notOurs}` }, 'the SQLite file is damaged or not ours: '],
      [{ SCROLLBACK_PORT: String(port) }, `cannot listen on 127.0.0.1:${port}: something else listens there already`],
      [{ SCROLLBACK_HOST: '203.0.113.1' }, 'cannot listen on 203.0.113.1:0: '],
    ];
    await Promise.all(
      starts.map(async ([env, message]) => {
        const defaults = { SCROLLBACK_STORE: `sqlite:${file}`, SCROLLBACK_WORKERS: '2', SCROLLBACK_PORT: '0' };
        const { code, stdout, stderr } = await runCommand([], { ...defaults, ...env });
        const line = expect.stringContaining(`scrollback: ${message}`);
        expect([code, stdout, stderr.trim().split('\n')]).toEqual([1, '', [line]]);
      }),
    );
    taken.close();
  });
});

describeWithRedis('workers on Redis', () => {
  it('say once what they have to say of it', async () => {
    const redis = await startRedis();
    const server = await start({ SCROLLBACK_STORE: redis.url });
    expect(server.output().match(/^WARNING: /gm)).toHaveLength(1);
    expect(server.output()).toMatch(/^WARNING: Redis has no append-only file/m);
    await server.stop();
    await redis.stop();
  });
});

describe('a server with workers that is told to stop', () => {
  /** It refuses, while the requests in flight are finished; then it ends. */
  async function expectGracefulEnd(server: ServerProcess, sockets: readonly Socket[]): Promise<void> {
    await isRefused(server);
    const answers = sockets.map((socket) => text(socket));
    for (const socket of sockets) socket.write('}');
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatch(/^HTTP\/1\.1 201 /);
      expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    }
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.output()).not.toContain('a worker ended');
  }

  it('by a signal › finishes what each of them has in flight, and ends with 0', async () => {
    const server = await start();
    const sockets = await beginInEach(server);
    process.kill(server.pid, 'SIGTERM');
    await expectGracefulEnd(server, sockets);
  });

  it('by one that comes to every process, as Ctrl-C does, while clients connect › lets none of them wait', async () => {
    const server = await start({ SCROLLBACK_SHUTDOWN_GRACE_SECONDS: '60' });
    const idle = [await openIdle(server.url), await openIdle(server.url)];
    const sockets = await beginInEach(server);
    // The first process deals these out before it reads that the workers take none any more: they come back to it.
    process.kill(server.pid, 'SIGSTOP');
    const late = [await beginRequest(server.url), await beginRequest(server.url)];
    const cut = late.map((socket) => closed(socket.resume()));
    const stopped = idle.map((socket) => closed(socket.resume()));
    for (const pid of workerPids(server)) process.kill(pid, 'SIGINT');
    await Promise.all(stopped);
    process.kill(server.pid, 'SIGINT');
    process.kill(server.pid, 'SIGCONT');
    await Promise.all(cut);
    await expectGracefulEnd(server, sockets);
  });

  it('twice › ends at once, with all workers', async () => {
    const server = await start({ SCROLLBACK_SHUTDOWN_GRACE_SECONDS: '60' });
    const sockets = await beginInEach(server);
    const cut = sockets.map(closed);
    process.kill(server.pid, 'SIGTERM');
    await isRefused(server);
    process.kill(server.pid, 'SIGTERM');
    expect(await server.exited).toEqual({ code: 1, signal: null });
    await Promise.all(cut);
  });
});

describe('a worker that is killed', () => {
  let server: ServerProcess;
  let ownFile: string;
  beforeAll(async () => {
    ownFile = join(await temporaryFolder('workers'), 'scrollback.db');
    server = await startServer({ SCROLLBACK_STORE: `sqlite:${ownFile}`, SCROLLBACK_PORT: String(await freePort()) });
  });
  afterAll(() => server.stop());

  const startedAgain = (count: number) =>
    expect.poll(() => workerPids(server).length, { timeout: pollMs, interval: 10 }).toBe(count);

  it('is missed by nobody but its own connections, is logged, and another one takes its place', async () => {
    const failures: unknown[] = [];
    let answerCount = 0;
    let isOver = false;
    const clients = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const outcome = await send(server.url, append).then(
          ({ status }) => status,
          ({ code }) => code,
        );
        if (outcome === 201) answerCount += 1;
        else failures.push(outcome);
      }
    });
    await expect.poll(() => answerCount, { timeout: pollMs }).toBeGreaterThan(50);
    const [first] = workerPids(server) as [number];
    process.kill(first, 'SIGKILL');
    await startedAgain(3);
    const before = answerCount;
    await expect.poll(() => answerCount, { timeout: pollMs }).toBeGreaterThan(before + 50);
    isOver = true;
    await Promise.all(clients);
    // What the killed one was doing for these clients is cut; nobody is turned away, and nobody waits for ever.
    expect(failures.filter((code) => code !== 'ECONNRESET')).toEqual([]);
    expect(failures.length).toBeLessThanOrEqual(clients.length);
    const line = new RegExp(`"level":50,.*"pid":${first},.*"signal":"SIGKILL".*"msg":"a worker ended`);
    expect(server.output()).toMatch(line);
  });

  it('again and again › is started more and more slowly', async () => {
    const waits = () => [...server.output().matchAll(/"restartInMs":(\d+)/g)].map(([, wait]) => Number(wait));
    const [before] = waits() as [number];
    for (let count = 1; count <= 2; count += 1) {
      process.kill(workerPids(server).at(-1) as number, 'SIGKILL');
      await startedAgain(3 + count);
    }
    expect(waits()).toEqual([before, 2 * before, 4 * before]);
    expect((await send(server.url, append)).status).toBe(201);
  });

  it('together with all others › comes back to the same port', async () => {
    const [, second] = workerPids(server) as [number, number];
    for (const pid of [second, workerPids(server).at(-1) as number]) process.kill(pid, 'SIGKILL');
    await startedAgain(7);
    expect((await send(server.url, append)).status).toBe(201);
  });

  it('and cannot start again › is tried again, and says why it does not come', async () => {
    for (const each of [ownFile, `${ownFile}-wal`, `${ownFile}-shm`]) await rm(each);
    await writeFile(ownFile, 'This has never been a database. '.repeat(100), { mode: 0o600 });
    // The one that has not been killed as often as the other is not waited for as long.
    process.kill(workerPids(server).at(-2) as number, 'SIGKILL');
    const reasons = () => server.output().match(/"reason":"the SQLite file is damaged[^"]*","restartInMs":\d+/g) ?? [];
    await expect.poll(() => reasons().length, { timeout: pollMs }).toBeGreaterThan(1);
    expect((await send(server.url, { path: live })).status).toBe(200);
  });
});

describe('a server with workers that is killed', () => {
  it('leaves nobody behind, and its port free', async () => {
    const server = await start();
    const sockets = await beginInEach(server);
    const cut = sockets.map(closed);
    await server.kill('SIGKILL');
    await Promise.all(cut);
    const next = createServer().listen(Number(new URL(server.url).port), '127.0.0.1');
    await once(next, 'listening');
    next.close();
  });
});
