import { eventually, type RedisSentinel, startRedisSentinel } from '@scrollback/services';
import { describeWithSentinel } from '@scrollback/services/vitest';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Answer, send } from '../harness/send.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';

describeWithSentinel('when the master dies', () => {
  let sentinel: RedisSentinel;
  let server: ServerProcess;

  beforeAll(async () => {
    // Whoever signs in with a name may do everything, and must not be named in the log.
    const extraArgs = ['--user', 'app', 'on', '>hunter2', '~*', '&*', '+@all'];
    // A request does not wait for so long.
    sentinel = await startRedisSentinel({ appendOnly: 'everysec', extraArgs, downAfterMs: 4_000 });
    server = await startServerProcess({ SCROLLBACK_STORE: sentinel.url.replace('://', '://app:hunter2@') });
    const ready = async () => (await send(server.url, { path: '/health/ready' })).status === 200;
    await eventually(ready, { timeoutMs: 10_000, what: 'the server is ready' });
  });
  afterAll(async () => {
    await server.stop();
    await sentinel.stop();
  });

  it('requests are answered 503 with Retry-After within 3 s, and the server goes on with the new master by itself', async () => {
    const append = () =>
      send(server.url, {
        method: 'POST',
        path: '/v1/sessions/known/messages',
        body: { messages: [{ role: 'user', content: 'x' }] },
      });
    expect((await append()).status).toBe(201);
    const answers: (Answer & { tookMs: number })[] = [];
    let isOver = false;
    const asking = Promise.all(
      [append, () => send(server.url, { path: '/v1/sessions' })].map(async (ask) => {
        while (!isOver) {
          const beganAt = Date.now();
          const { status, headers, text, json } = await ask();
          answers.push({ status, headers, text, json, tookMs: Date.now() - beganAt });
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }),
    );
    onTestFinished(() => {
      isOver = true;
    });
    const [first, second] = sentinel.nodes;
    await first.kill('SIGKILL');
    await eventually(async () => (await sentinel.master()) === second, { timeoutMs: 30_000, what: 'there is another' });
    const works = async () => (await append()).status === 201;
    await eventually(works, { timeoutMs: 10_000, what: 'writes are acknowledged' });
    expect((await send(server.url, { path: '/health/ready' })).status).toBe(200);
    isOver = true;
    await asking;
    const failed = answers.filter(({ status }) => status >= 400);
    expect(failed.length).toBeGreaterThan(0);
    for (const { status, headers, json } of failed) {
      expect([status, headers['retry-after']]).toEqual([503, '1']);
      expect(['store_unavailable', 'store_outcome_unknown']).toContain(json.code);
    }
    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(3_000);
    expect(server.output()).toContain('redis-sentinel://127.0.0.1');
    expect(server.output()).not.toContain('hunter2');
  }, 90_000);
});
