import { randomUUID } from 'node:crypto';
import { createFaultProxy, type FaultProxy } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { createRedisStore } from '@scrollback/store-redis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call } from '../harness/send.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const message = { role: 'user', content: 'x' };
const messages = { method: 'POST', path: '/v1/sessions/s/messages', body: { messages: [message, message] } };

const rows: readonly (readonly [string, Call, number])[] = [
  ['get a session', { path: '/v1/sessions/s' }, 1],
  ['a window', { path: '/v1/sessions/s/window?last=12' }, 1],
  ['a page of messages', { path: '/v1/sessions/s/messages' }, 1],
  ['a message', { path: '/v1/sessions/s/messages/01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01' }, 1],
  ['a warm append', messages, 1],
  ['a warm change of metadata', { method: 'PATCH', path: '/v1/sessions/s', body: { metadata: { a: 1 } } }, 1],
  ['a page of sessions', { path: '/v1/sessions?limit=100' }, 2],
  ["a page of a user's sessions", { path: '/v1/users/u/sessions' }, 3],
  ['get a user', { path: '/v1/users/u' }, 1],
];

describeWithRedis('round trips to Redis', (redisUrl) => {
  let proxy: FaultProxy;
  let server: TestServer;

  beforeAll(async () => {
    proxy = await createFaultProxy({ targetPort: Number(new URL(redisUrl).port) });
    server = await startTestServer({ store: createRedisStore({ url: proxy.url, prefix: `test-${randomUUID()}` }) });
    await server.send({ method: 'POST', path: '/v1/users', body: { user_id: 'u' } });
    for (let index = 0; index < 100; index += 1) {
      await server.send({ method: 'POST', path: '/v1/sessions', body: { session_id: `s${index}`, user_id: 'u' } });
    }
    await server.send(messages);
    // Scripts are known to Redis, and to the client, after the first time.
    for (const [, call] of rows) await server.send(call);
  });
  afterAll(async () => {
    await server.stop();
    await proxy.stop();
  });

  it.for(rows)('%s', async ([, call, maximum]) => {
    proxy.reset();
    await server.send(call);
    expect(proxy.roundTrips).toBeGreaterThan(0);
    expect(proxy.roundTrips).toBeLessThanOrEqual(maximum);
  });
});
