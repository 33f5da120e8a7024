import { randomUUID } from 'node:crypto';
import { createFaultProxy, type FaultProxy, type RedisServer, startRedis } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { createRedisStore } from '@scrollback/store-redis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer, Call } from '../harness/send.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const calls: readonly Call[] = [
  { path: '/v1/sessions/known' },
  { path: '/v1/sessions/known/window' },
  { path: '/v1/sessions' },
  { path: '/v1/users' },
  { path: '/health/ready' },
  { method: 'POST', path: '/v1/sessions/known/messages', body: { messages: [{ role: 'user', content: 'x' }] } },
  { method: 'POST', path: '/v1/sessions/unknown/messages', body: { messages: [{ role: 'user', content: 'x' }] } },
  { method: 'PATCH', path: '/v1/sessions/other', body: { metadata: { a: 1 } } },
  { method: 'POST', path: '/v1/users', body: { user_id: 'u' } },
];

describeWithRedis('while Redis is away', () => {
  let redis: RedisServer;
  let proxy: FaultProxy;
  let server: TestServer;

  beforeAll(async () => {
    redis = await startRedis();
    proxy = await createFaultProxy({ targetPort: redis.port });
    server = await startTestServer({ store: createRedisStore({ url: proxy.url, prefix: randomUUID() }) });
    expect((await server.send({ method: 'POST', path: '/v1/sessions', body: { session_id: 'known' } })).status).toBe(
      201,
    );
  });
  afterAll(async () => {
    await server.stop();
    await proxy.stop();
    await redis.stop();
  });

  const expectAway = async () => {
    for (const answer of await Promise.all(calls.map((call) => timed(server.send(call))))) {
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
      expect(['store_unavailable', 'store_outcome_unknown']).toContain(answer.json.code);
      expect(answer.tookMs).toBeLessThan(3_000);
    }
    expect((await server.send({ path: '/health/live' })).status).toBe(200);
  };
  const expectBack = async () => {
    await expect.poll(async () => (await server.send({ path: '/health/ready' })).status, { timeout: 15_000 }).toBe(200);
    expect((await server.send({ path: '/v1/sessions/known' })).status).toBe(200);
  };

  it('requests are answered 503 with Retry-After within 3 s, and the server recovers by itself', async () => {
    await proxy.refuse();
    await expectAway();
    await expectAway();
    await proxy.restore();
    await expectBack();
  });

  it('it is the same when Redis hangs', async () => {
    await redis.kill('SIGSTOP');
    await expectAway();
    await redis.kill('SIGCONT');
    await expectBack();
  });

  it('it is the same when Redis is killed and started again', async () => {
    await redis.kill('SIGKILL');
    await expectAway();
    await redis.restart();
    await expect.poll(async () => (await server.send({ path: '/health/ready' })).status, { timeout: 15_000 }).toBe(200);
    const created = await server.send({ method: 'POST', path: '/v1/sessions', body: { session_id: 'after' } });
    expect(created.status).toBe(201);
  });
});

async function timed(answer: Promise<Answer>): Promise<Answer & { tookMs: number }> {
  const start = Date.now();
  const { status, headers, text } = await answer;
  return { status, headers, text, json: JSON.parse(text), tookMs: Date.now() - start };
}
