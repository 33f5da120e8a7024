import { createFaultProxy, type FaultProxy } from '@scrollback/services';
import { describeWithCluster, describeWithRedis } from '@scrollback/services/vitest';
import type { SessionRecord, Store } from '@scrollback/store';
import { Cluster } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRedisStore } from '../src/index.js';
import { newPrefix, useResources } from './harness/open.js';
import { change, create, createUser, newMessages, toTrash } from './harness/records.js';
import { scriptOf } from './harness/scripts.js';

describeWithRedis('round trips', (url) => {
  let store: Store;
  /** The requests of `work`, by the script's or command's name; it is done twice, and the second time is counted. */
  let count: (work: () => Promise<unknown>) => Promise<{ roundTrips: number; requests: string[] }>;

  beforeEach(async () => {
    const { open, proxyTo } = useResources();
    const proxy = await proxyTo(url);
    store = open({ url: proxy.url, prefix: newPrefix() });
    await store.ping();
    await store.sessions.due({ before: 0, limit: 1 });
    count = async (work) => {
      await work();
      // Places are settled in the background.
      await new Promise((resolve) => setTimeout(resolve, 50));
      proxy.reset();
      await work();
      const requests = proxy.commands.map((command) => scriptOf(command) ?? (command[0] as string).toLowerCase());
      return { roundTrips: proxy.roundTrips, requests };
    };
  });

  test('an append to a session that is known takes one script', async () => {
    let record = await create(store, {}, newMessages(3));
    const append = async () => {
      record = await change(store, record, {}, { append: newMessages(2, record.lastSeq) });
    };
    expect(await count(append)).toEqual({ roundTrips: 1, requests: ['commitSession'] });
  });

  test('an append of a thousand messages takes one script', async () => {
    let record = await create(store);
    const append = async () => {
      record = await change(store, record, {}, { append: newMessages(1_000, record.lastSeq) });
    };
    expect(await count(append)).toEqual({ roundTrips: 1, requests: ['commitSession'] });
  });

  test('finding a session takes one plain command', async () => {
    const { id } = await create(store);
    expect(await count(() => store.sessions.find(id))).toEqual({ roundTrips: 1, requests: ['hmget'] });
  });

  test('a window takes one script', async () => {
    const { id } = await create(store, {}, newMessages(30));
    const read = () => store.sessions.read(id, { last: 12, maxBytes: 1e6 });
    expect(await count(read)).toEqual({ roundTrips: 1, requests: ['readSession'] });
  });

  test('finding messages by uuid takes one script', async () => {
    const messages = newMessages(30);
    const { id } = await create(store, {}, messages);
    const uuids = messages.map(({ uuid }) => uuid);
    const read = () => store.sessions.messagesById(id, uuids);
    expect(await count(read)).toEqual({ roundTrips: 1, requests: ['messagesById'] });
  });

  test('a page of a list takes one script', async () => {
    for (let made = 0; made < 120; made += 1) await create(store);
    const list = () => store.sessions.list({ state: 'live', limit: 100, order: 'asc' });
    expect(await count(list)).toEqual({ roundTrips: 1, requests: ['listSessions'] });
  });

  test('a change of place takes two scripts, and a third that nobody waits for', async () => {
    const steps = { roundTrips: 2, requests: ['commitSession', 'placeSession'] };
    const { id, uuid } = await createUser(store);
    expect(await count(() => create(store, {}, newMessages(2)))).toEqual(steps);
    expect(await count(() => create(store, { user: { id, uuid } }))).toEqual(steps);
    const records = [await create(store), await create(store)];
    const trash = async () => {
      const record = records.pop() as SessionRecord;
      await change(store, record, toTrash(record));
    };
    expect(await count(trash)).toEqual(steps);
  });

  test('users take one each', async () => {
    const { id } = await createUser(store);
    expect(await count(() => createUser(store))).toEqual({ roundTrips: 1, requests: ['commitUser'] });
    expect(await count(() => store.users.find(id))).toEqual({ roundTrips: 1, requests: ['hmget'] });
    const list = () => store.users.list({ state: 'live', limit: 100, order: 'desc' });
    expect(await count(list)).toEqual({ roundTrips: 1, requests: ['listUsers'] });
  });

  test('counting takes one plain command', async () => {
    const counted = () => store.sessions.count({ state: 'live' });
    expect(await count(counted)).toEqual({ roundTrips: 1, requests: ['zcard'] });
  });
});

describeWithCluster('round trips', (url) => {
  let store: Store;
  let client: Cluster;
  let proxies: FaultProxy[];

  /** The most batches that any node saw, and all requests; the work is done twice, and the second time is counted. */
  async function count(work: () => Promise<unknown>) {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const proxy of proxies) proxy.reset();
    await work();
    const commands = proxies.flatMap((proxy) => proxy.commands);
    const requests = commands.map((command) => scriptOf(command) ?? (command[0] as string).toLowerCase());
    return { roundTrips: Math.max(...proxies.map((proxy) => proxy.roundTrips)), requests };
  }

  beforeEach(async () => {
    const addresses = url.replace('redis-cluster://', '').split(',');
    const ports = addresses.map((address) => Number(address.split(':')[1]));
    proxies = await Promise.all(ports.map((targetPort) => createFaultProxy({ targetPort })));
    const natMap = Object.fromEntries(
      addresses.map((address, index) => {
        const { host, port } = proxies[index] as FaultProxy;
        return [address, { host, port }];
      }),
    );
    const nodes = proxies.map(({ host, port }) => ({ host, port }));
    client = new Cluster(nodes, { natMap, redisOptions: { protocol: 2 } });
    store = createRedisStore({ client, prefix: newPrefix(), onWarning() {} });
    await store.ping();
    await store.sessions.due({ before: 0, limit: 1 });
  });

  afterEach(async () => {
    await store.close();
    client.disconnect();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  });

  test('an append, a window and finding a session take one each', async () => {
    let record = await create(store, {}, newMessages(20));
    const append = async () => {
      record = await change(store, record, {}, { append: newMessages(2, record.lastSeq) });
    };
    expect(await count(append)).toEqual({ roundTrips: 1, requests: ['commitSession'] });
    const { id } = record;
    expect(await count(() => store.sessions.find(id))).toEqual({ roundTrips: 1, requests: ['hmget'] });
    const read = () => store.sessions.read(id, { last: 12, maxBytes: 1e6 });
    expect(await count(read)).toEqual({ roundTrips: 1, requests: ['readSession'] });
  });

  test('a page of a list takes two: the list, and one pipeline for each node', async () => {
    for (let made = 0; made < 120; made += 1) await create(store);
    const list = () => store.sessions.list({ state: 'live', limit: 100, order: 'asc' });
    const { roundTrips, requests } = await count(list);
    expect(roundTrips).toBeLessThanOrEqual(2);
    expect(requests.filter((request) => request !== 'hmget')).toEqual(['zrange']);
    expect(requests.length).toBe(101);
    const users = () => store.users.list({ state: 'live', limit: 100, order: 'desc' });
    expect(await count(users)).toEqual({ roundTrips: 1, requests: ['listUsers'] });
  });
});
