import { randomUUID } from 'node:crypto';
import { createFaultProxy, type FaultProxy, type RedisServer, startRedis } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { StoreUnavailableError } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { createRedisStore } from '@scrollback/store-redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onEachStore } from '../../harness/on-each-store.js';
import type { Answer, Call } from '../../harness/send.js';
import { startTestServer, type TestServer } from '../../harness/test-server.js';
import { onSession, onUser } from './ids.js';
import { get, post } from './row.js';
import { fillStreams, streamed, withPages } from './streams.js';

/** Every route that asks the store. */
const asking: readonly Call[] = [
  get('/sessions'),
  post('/sessions', { session_id: 'new' }),
  post('/sessions', { session_id: 'new', user_id: 'u1' }),
  ...onSession('s1'),
  ...onSession('s%201'),
  get('/user'),
  post('/user', { user_id: 'new' }),
  ...onUser('u1'),
];

const failures = (server: TestServer) => server.log.filter((line) => /"level":[456]0,/.test(line));

function expectAway(answer: Answer): void {
  expect([answer.status, answer.headers['content-type'], answer.headers['retry-after']]).toEqual([
    503,
    'text/plain; charset=utf-8',
    '1',
  ]);
  expect(answer.text).toMatch(/^[^\p{Cc}]+\n$/u);
  expect(answer.text).not.toMatch(/redis|ECONN|secret|\bat \S+:\d+|127\.0\.0\.1/i);
  expect(answer.headers['x-zep-version']).toBe('0.27.2-scrollback');
}

onEachStore('a closed store under the Zep surface', (openStore) => {
  describe.each(['trace', 'info'])('log level %s', (logLevel) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startTestServer({ store: openStore(), logLevel });
      await server.store.close();
    });
    afterAll(() => server.stop());

    it.each(asking)('$method $path is 503, and logged once', async (call) => {
      const logged = failures(server).length;
      expectAway(await server.send(call));
      expect(failures(server)).toHaveLength(logged + 1);
      expect(failures(server).at(-1)).toContain('"code":"store_closed"');
    });

    it('what needs no store is answered as ever, bad input too', async () => {
      const logged = failures(server).length;
      expect((await server.send({ path: '/healthz' })).text).toBe('.');
      expect((await server.send(get('/collection'))).text).toBe('[]');
      expect((await server.send(post('/sessions', '{'))).status).toBe(400);
      expect((await server.send(get('/sessions?limit=ten'))).status).toBe(400);
      expect((await server.send(get(`/sessions/${'x'.repeat(1_025)}/messages`))).status).toBe(400);
      expect(failures(server)).toHaveLength(logged);
    });
  });
});

onEachStore('a store that goes in the middle of an answer of the Zep surface', (openStore) => {
  describe.each(['trace', 'info'])('log level %s', (logLevel) => {
    let server: TestServer;
    let lastPage = Number.POSITIVE_INFINITY;
    const store = withPages(openStore(), async (page) => {
      if (page > lastPage) throw new StoreUnavailableError('secret', { operation: 'list' });
    });

    beforeAll(async () => {
      server = await startTestServer({ store, logLevel });
      await fillStreams(store);
    });
    afterAll(() => server.stop());
    beforeEach(() => store.restart());

    it.each(streamed)('$path › is 503 when it goes before the first page', async (call) => {
      lastPage = 0;
      const logged = failures(server).length;
      expectAway(await server.send(call));
      expect(failures(server)).toHaveLength(logged + 1);
    });

    it.each(streamed.flatMap((call) => [1, 2].map((last) => ({ ...call, last }))))(
      '$path › is cut off when it goes behind page $last, and that is logged once',
      async ({ last, ...call }) => {
        lastPage = last;
        const logged = failures(server).length;
        await expect(server.send(call)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
        expect(failures(server).slice(logged)).toEqual([expect.stringContaining('secret')]);
        expect((await server.send({ path: '/healthz' })).text).toBe('.');
      },
    );
  });
});

describeWithRedis('Redis that goes, under the Zep surface', () => {
  let redis: RedisServer;
  let proxy: FaultProxy;
  let server: TestServer;

  beforeAll(async () => {
    redis = await startRedis();
    proxy = await createFaultProxy({ targetPort: redis.port });
    const store = createRedisStore({ url: proxy.url, prefix: randomUUID() });
    server = await startTestServer({ store, logLevel: 'trace' });
    await fillStreams(store);
  });
  afterAll(async () => {
    await server.stop();
    await proxy.stop();
    await redis.stop();
  });

  const expectBack = async (call: Call) => {
    await proxy.restore();
    const status = async () => (await server.send(call)).status;
    await expect.poll(status, { timeout: 15_000 }).toBe(200);
  };

  it.each(streamed)('before $path › 503, then it is back', async (call) => {
    await proxy.refuse();
    const logged = failures(server).length;
    expectAway(await server.send(call));
    expect(failures(server)).toHaveLength(logged + 1);
    await expectBack(call);
  });

  it.each(streamed)('in the middle of $path › the answer is cut off, then it is back', async (call) => {
    proxy.reset();
    expect((await server.send(call)).status).toBe(200);
    const all = proxy.count();
    expect(all).toBeGreaterThan(2);
    const logged = failures(server).length;
    proxy.reset();
    // All but the last command of the answer.
    proxy.on(() => (proxy.count() < all ? 'forward' : 'refuse'));
    await expect(server.send(call)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    expect(failures(server)).toHaveLength(logged + 1);
    await expectBack(call);
  });

  it('while it is away › every route is 503', async () => {
    await proxy.refuse();
    for (const answer of await Promise.all(asking.map((call) => server.send(call)))) expectAway(answer);
    expect((await server.send({ path: '/healthz' })).text).toBe('.');
    await expectBack(get('/sessions'));
  });
});

it('none of these calls is a failure when the store is there', async () => {
  const server = await startTestServer({ store: createMemoryStore() });
  for (const call of asking) expect((await server.send(call)).status).toBeLessThan(500);
  await server.stop();
});
