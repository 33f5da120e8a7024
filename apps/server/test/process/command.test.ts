import { connect, createServer } from 'node:net';
import { freePort, startRedis } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { describe, expect, it } from 'vitest';
import { runCommand as run } from '../harness/run-command.js';
import { send } from '../harness/send.js';
import { startServerProcess } from '../harness/server-process.js';

describeWithRedis('scrollback', () => {
  it('refuses a Redis that is not durable when it has to be, and warns otherwise', async () => {
    const redis = await startRedis();
    const env = { SCROLLBACK_STORE: redis.url, SCROLLBACK_PORT: '0' };
    const { code, stdout, stderr } = await run([], { ...env, SCROLLBACK_REQUIRE_DURABLE: '1' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^scrollback: Redis is not durable: [^\n]*\n$/);
    const server = await startServerProcess(env);
    expect(server.output()).toMatch(/^WARNING: Redis has no append-only file/m);
    await server.stop();
    await redis.stop();
  });

  it('starts before its Redis does, and serves when that is there', async () => {
    const port = await freePort();
    const server = await startServerProcess({ SCROLLBACK_STORE: `redis://127.0.0.1:${port}` });
    expect((await send(server.url, { path: '/health/ready' })).status).toBe(503);
    const redis = await startRedis({ port });
    await expect
      .poll(async () => (await send(server.url, { path: '/health/ready' })).status, { timeout: 15_000 })
      .toBe(200);
    await server.stop();
    await redis.stop();
  });
});

describe('scrollback', () => {
  it('--help and --version answer and end', async () => {
    const [help, version] = await Promise.all([run(['--help']), run(['--version'])]);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('SCROLLBACK_STORE=sqlite:data/scrollback.db');
    expect([version.code, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  it('says where it listens and that nothing survives, serves, and ends with 0 on SIGTERM', async () => {
    const server = await startServerProcess({ SCROLLBACK_PROT: '1' });
    expect(server.ready?.[0]).toBeDefined();
    expect(server.output()).toMatch(/^Scrollback listens on http:\/\/127\.0\.0\.1:\d+ \(store: memory\)$/m);
    expect(server.output()).toContain('NOTHING SURVIVES A RESTART');
    expect(server.output()).toContain('SCROLLBACK_PROT is not a setting');
    expect((await send(server.url, { path: '/health/ready' })).status).toBe(200);
    await server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('token › prints a token that the server takes, and ends', async () => {
    const secret = 'a secret of 32 bytes at the least';
    const env = { SCROLLBACK_AUTH_REQUIRED: '1', SCROLLBACK_AUTH_SECRET: secret };
    const [server, { code, stdout, stderr }] = await Promise.all([
      startServerProcess(env),
      run(['token'], { ZEP_AUTH_SECRET: secret }),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const token = stdout.trimEnd();
    const [header = '', payload = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect([JSON.parse(header), payload]).toEqual([{ alg: 'HS256', typ: 'JWT' }, '{}']);
    const statuses = [`Bearer ${token}`, 'Bearer x'].map(
      async (authorization) => (await send(server.url, { path: '/v1/sessions', headers: { authorization } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 401]);
    expect(server.output()).not.toMatch(/AUTH_SECRET|eyJ/);
    await server.stop();
  });

  it('warns of a short secret and of settings of Zep that do nothing, without their values', async () => {
    const server = await startServerProcess({
      ZEP_AUTH_REQUIRED: 'TRUE',
      ZEP_AUTH_SECRET: 'hunter2',
      ZEP_OPENAI_API_KEY: 'sk-hunter2',
      ZEP_STORE_TYPE: 'postgres',
    });
    expect(server.output()).toMatch(/^WARNING: ZEP_AUTH_SECRET has only 7 bytes/m);
    expect(server.output()).toMatch(/^WARNING: [^\n]*do nothing here: ZEP_OPENAI_API_KEY, ZEP_STORE_TYPE$/m);
    expect(server.output()).not.toContain('hunter2');
    expect((await send(server.url, { path: '/api/v1/sessions' })).text).toBe('no token found\n');
    await server.stop();
  });

  it('ends at once on a second signal', async () => {
    const server = await startServerProcess({ SCROLLBACK_SHUTDOWN_GRACE_SECONDS: '60' });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname).on('error', () => {});
    // Half a request keeps the server waiting for the rest.
    socket.write('GET /health/live HTTP/1.1\r\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(server.pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(server.pid, 'SIGTERM');
    expect(await server.exited).toEqual({ code: 1, signal: null });
    socket.destroy();
  });

  it('purges on its timer', async () => {
    const server = await startServerProcess({ SCROLLBACK_PURGE_INTERVAL_MINUTES: '0.005' });
    await send(server.url, { method: 'POST', path: '/v1/sessions', body: { session_id: 's' } });
    await send(server.url, { method: 'DELETE', path: '/v1/sessions/s' });
    await expect
      .poll(async () => (await send(server.url, { path: '/v1/sessions?state=deleted' })).json.data, { timeout: 10_000 })
      .toEqual([]);
    await server.stop();
    expect(server.output()).toContain('"msg":"purged"');
  });

  it('says in one line why it cannot start, and ends with 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<{ port: number }>((resolve) =>
      taken.on('listening', () => resolve(taken.address() as { port: number })),
    );
    const starts: readonly (readonly [Readonly<Record<string, string>>, readonly string[], string])[] = [
      [
        { SCROLLBACK_PORT: String(port) },
        [],
        `cannot listen on 127.0.0.1:${port}: something else listens there already`,
      ],
      [{ SCROLLBACK_PORT: 'x' }, [], 'SCROLLBACK_PORT must be a whole number from 0 to 65535, not "x"'],
      [{ SCROLLBACK_HOST: '203.0.113.1', SCROLLBACK_PORT: '0' }, [], 'cannot listen on 203.0.113.1:0: '],
      [{ SCROLLBACK_STORE: 'mysql://x' }, [], 'SCROLLBACK_STORE must begin with one of '],
      [{}, ['--prot'], "Unknown option '--prot'"],
      [{}, ['serve'], "Unexpected argument 'serve'"],
      [{}, ['token'], 'SCROLLBACK_AUTH_SECRET must not be empty'],
      [{ SCROLLBACK_AUTH_REQUIRED: '1' }, [], 'SCROLLBACK_AUTH_SECRET must not be empty'],
      [
        { ZEP_AUTH_REQUIRED: 'true', ZEP_AUTH_SECRET: 'do-not-use-this-secret-in-production' },
        [],
        'ZEP_AUTH_SECRET must not be the placeholder that Zep publishes',
      ],
    ];
    for (const [env, args, message] of starts) {
      const { code, stdout, stderr } = await run(args, env);
      expect([code, stdout]).toEqual([1, '']);
      const lines = stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('WARNING: '));
      expect(lines).toEqual([expect.stringContaining(`scrollback: ${message}`)]);
    }
    taken.close();
  });
});
