import { freePort, type RedisServer, startRedis } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import type { Store, StoreError } from '@scrollback/store';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { createRedisStore } from '../src/index.js';
import { newPrefix, useResources } from './harness/open.js';
import {
  change,
  commitChange,
  commitNew,
  create,
  createUser,
  newMessages,
  newSession,
  newUser,
  toTrash,
} from './harness/records.js';

/** Two and a half seconds, and what a busy machine adds. */
const patienceMs = 2_800;

async function startOwnRedis(options: Parameters<typeof startRedis>[0] = {}): Promise<RedisServer> {
  const server = await startRedis(options);
  onTestFinished(() => server.stop());
  return server;
}

function connect(url: string): Redis {
  const client = new Redis(url, { protocol: 2, lazyConnect: true });
  client.on('error', () => {});
  onTestFinished(() => client.disconnect());
  return client;
}

/** One call of every method. */
function callsOf({ sessions, users, ping }: Store): Record<string, () => Promise<unknown>> {
  const [session, user] = [newSession(), newUser()];
  const { id, uuid } = session;
  const list = { limit: 1, order: 'asc', state: 'live' } as const;
  return {
    'sessions.find': () => sessions.find(id),
    'sessions.list': () => sessions.list(list),
    'sessions.count': () => sessions.count(list),
    'sessions.due': () => sessions.due({ before: 1, limit: 1 }),
    'sessions.commit': () => sessions.commit({ previous: undefined, next: session, append: [], replace: [] }),
    'sessions.read': () => sessions.read(id, { last: 1, maxBytes: 1e6 }),
    'sessions.messagesById': () => sessions.messagesById(id, [uuid]),
    'sessions.trim': () => sessions.trim({ id, uuid, after: 0, through: 1 }),
    'sessions.purge': () => sessions.purge({ id, uuid }),
    'users.find': () => users.find(id),
    'users.list': () => users.list(list),
    'users.count': () => users.count(list),
    'users.commit': () => users.commit({ previous: undefined, next: user }),
    'users.purge': () => users.purge({ id, uuid }),
    ping: () => ping(),
  };
}

/** The code with which each method rejects; all of them do, in time. */
async function codesOf(store: Store): Promise<Record<string, string>> {
  const beganAt = Date.now();
  const entries = Object.entries(callsOf(store)).map(async ([name, call]) => {
    const code = await call().then(
      () => 'resolved',
      (error: StoreError) => error.code,
    );
    return [name, code] as const;
  });
  const codes = Object.fromEntries(await Promise.all(entries));
  expect(Date.now() - beganAt).toBeLessThan(patienceMs);
  return codes;
}

const allWith = (store: Store, code: string) =>
  Object.fromEntries(Object.keys(callsOf(store)).map((name) => [name, code]));

describeWithRedis('a store', () => {
  test('may be opened while Redis is away, and works when it comes', async () => {
    const port = await freePort();
    const store = useResources().open({ url: `redis://127.0.0.1:${port}`, prefix: newPrefix() });
    expect(await codesOf(store)).toEqual(allWith(store, 'store_unavailable'));
    await startOwnRedis({ port });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const record = await create(store, {}, newMessages(2));
    expect(await store.sessions.find(record.id)).toEqual(record);
  });

  test('says that nothing was written when Redis is away, and goes on when it is back, with other scripts loaded', async () => {
    const server = await startOwnRedis({ appendOnly: 'always' });
    const store = useResources().open({ url: server.url, prefix: newPrefix() });
    const record = await create(store, {}, newMessages(2));
    await server.kill('SIGKILL');
    // What is sent before the loss is noticed may have been carried out.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await codesOf(store)).toEqual(allWith(store, 'store_unavailable'));
    // Who has waited in vain for so long does not make everybody else wait as long.
    const beganAt = Date.now();
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(Date.now() - beganAt).toBeLessThan(1_000);
    await server.restart();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await store.sessions.find(record.id)).toEqual(record);
    const changed = await change(store, record, toTrash(record));
    expect(await store.sessions.list({ state: 'deleted', limit: 9, order: 'asc' })).toEqual([changed]);
  });

  test('waits for a Redis that comes back soon', async () => {
    const server = await startOwnRedis({ appendOnly: 'always' });
    const store = useResources().open({ url: server.url, prefix: newPrefix() });
    const record = await create(store);
    await server.kill('SIGKILL');
    const changing = change(store, record, {}, { append: newMessages(1) });
    await server.restart();
    expect((await changing).version).toBe(2);
  });

  test('rejects in time while Redis hangs, says what it cannot know, and goes on', async () => {
    const server = await startOwnRedis();
    const store = useResources().open({ url: server.url, prefix: newPrefix() });
    const record = await create(store);
    await server.kill('SIGSTOP');
    const writes = ['sessions.commit', 'sessions.trim', 'sessions.purge', 'users.commit', 'users.purge'];
    const expected = Object.fromEntries(writes.map((name) => [name, 'store_outcome_unknown']));
    expect(await codesOf(store)).toEqual({ ...allWith(store, 'store_unavailable'), ...expected });
    await server.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await store.sessions.find(record.id)).toEqual(record);
    await change(store, record);
  });

  test('leaves a connection that is open and dead', async () => {
    const server = await startOwnRedis();
    const { open, proxyTo } = useResources();
    const proxy = await proxyTo(server.url);
    const store = open({ url: proxy.url, prefix: newPrefix() });
    const record = await create(store);
    const beganAt = Date.now();
    let isDead = true;
    proxy.on(() => (isDead ? 'hold' : 'forward'));
    await expect(store.sessions.find(record.id)).rejects.toMatchObject({ code: 'store_unavailable' });
    isDead = false;
    let found = await store.sessions.find(record.id).catch(() => undefined);
    while (found === undefined && Date.now() - beganAt < 10_000) {
      found = await store.sessions.find(record.id).catch(() => undefined);
    }
    expect(found).toEqual(record);
    expect(Date.now() - beganAt).toBeLessThan(8_000);
  });

  test('is not changed by a write that arrives long after its caller was told that nobody knows', async () => {
    const server = await startOwnRedis();
    const { open, proxyTo } = useResources();
    const prefix = newPrefix();
    const proxy = await proxyTo(server.url);
    const [store, other] = [open({ url: proxy.url, prefix }), open({ url: server.url, prefix })];
    const record = await create(store, {}, newMessages(1));
    const fresh = newSession();
    proxy.on(() => 'hold');
    const append = newMessages(1, 1);
    const codes = await Promise.all([
      commitChange(store, record, {}, append).catch((error: StoreError) => error.code),
      store.sessions.purge(record).catch((error: StoreError) => error.code),
      commitNew(store, fresh).catch((error: StoreError) => error.code),
    ]);
    expect(codes).toEqual(['store_outcome_unknown', 'store_outcome_unknown', 'store_outcome_unknown']);
    // The caller has repeated it elsewhere by then, and others have written more.
    const repeated = await change(other, record, {}, { append: append });
    const made = await create(other, { id: fresh.id });
    expect(await other.sessions.purge(repeated)).toBe(true);
    const successor = await create(other, { id: record.id });
    proxy.on(() => 'forward');
    proxy.release();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(repeated.lastSeq).toBe(2);
    expect(await other.sessions.find(fresh.id)).toEqual(made);
    expect(await other.sessions.read(record.id, { last: 9, maxBytes: 1e6 })).toEqual({
      record: successor,
      messages: [],
    });
    expect(await other.sessions.count({ state: 'live' })).toBe(2);
  });

  test('does not mind that Redis forgets its scripts', async () => {
    const server = await startOwnRedis();
    const store = useResources().open({ url: server.url, prefix: newPrefix() });
    const client = connect(server.url);
    let record = await create(store, {}, newMessages(2));
    for (let turn = 0; turn < 3; turn += 1) {
      await client.script('FLUSH');
      record = await change(store, record, {}, { append: newMessages(2, record.lastSeq) });
      await client.script('FLUSH');
      expect((await store.sessions.read(record.id, { last: 99, maxBytes: 1e6 }))?.messages.length).toBe(record.lastSeq);
      expect(await store.sessions.list({ state: 'live', limit: 9, order: 'asc' })).toEqual([record]);
    }
  });

  test('says that Redis is full, writes nothing then, and can still remove', async () => {
    const server = await startOwnRedis();
    const prefix = newPrefix();
    const store = useResources().open({ url: server.url, prefix });
    const client = connect(server.url);
    const messages = newMessages(5);
    const record = await create(store, {}, messages);
    const gone = await create(store);
    const trimmed = await change(store, record, { hiddenThrough: 3 });
    await client.config('SET', 'maxmemory', '1');
    await expect(commitChange(store, trimmed, {}, newMessages(1, 5))).rejects.toMatchObject({ code: 'store_full' });
    await expect(commitNew(store)).rejects.toMatchObject({ code: 'store_full' });
    await expect(createUser(store)).rejects.toMatchObject({ code: 'store_full' });
    expect(await store.sessions.purge(gone)).toBe(true);
    // A server that connects only now can remove, too.
    const late = useResources().open({ url: server.url, prefix });
    await late.sessions.trim({ id: record.id, uuid: record.uuid, after: 0, through: 3 });
    await expect(commitNew(late)).rejects.toMatchObject({ code: 'store_full' });
    await client.config('SET', 'maxmemory', '0');
    expect(await store.sessions.read(record.id, { last: 9, maxBytes: 1e6 })).toEqual({
      record: trimmed,
      messages: messages.slice(3),
    });
    expect(await store.sessions.list({ state: 'live', limit: 9, order: 'asc' })).toEqual([trimmed]);
  });

  test('waits for the replicas that Redis insists on, and says that nothing was written when they do not come', async () => {
    const server = await startOwnRedis();
    const store = useResources().open({ url: server.url, prefix: newPrefix() });
    const record = await create(store);
    const client = connect(server.url);
    await client.config('SET', 'min-replicas-to-write', '1');
    await expect(change(store, record)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('NOREPLICAS'),
    });
    expect(await store.sessions.find(record.id)).toEqual(record);
    const changing = change(store, record);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.config('SET', 'min-replicas-to-write', '0');
    expect((await changing).version).toBe(2);
  });

  test('refuses a database that is not there instead of using another one', async () => {
    const server = await startOwnRedis();
    const store = useResources().open({ url: `${server.url}/99`, prefix: newPrefix() });
    await expect(store.ping()).rejects.toMatchObject({ message: expect.stringContaining('no database 99') });
  });

  test('refuses a node of a cluster when it was not told of the cluster', async () => {
    const server = await startOwnRedis({ extraArgs: ['--cluster-enabled', 'yes'] });
    const store = useResources().open({ url: server.url, prefix: newPrefix() });
    await expect(store.ping()).rejects.toMatchObject({ message: expect.stringContaining('redis-cluster://') });
  });

  test('refuses a client that puts a prefix of its own before every key', () => {
    const client = new Redis({ keyPrefix: 'mine:', lazyConnect: true });
    expect(() => createRedisStore({ client })).toThrow(TypeError);
  });

  test('finds what is due beside a record that is damaged', async () => {
    const server = await startOwnRedis();
    const prefix = newPrefix();
    const store = useResources().open({ url: server.url, prefix, onWarning: () => {} });
    const trashed = async () => {
      const record = await create(store);
      return await change(store, record, toTrash(record));
    };
    const [damaged, sound] = [await trashed(), await trashed()];
    const client = connect(server.url);
    for (const key of await client.keys(`${prefix}:*:session:${damaged.id}`))
      await client.hset(key, 'record', 'rubbish');
    const due = await store.sessions.due({ before: Number.MAX_SAFE_INTEGER, limit: 10 });
    expect(due.map(({ id }) => id)).toEqual([sound.id]);
  });

  test('refuses another layout with every method, and works when it is the right one', async () => {
    const server = await startOwnRedis();
    const client = connect(server.url);
    const prefix = newPrefix();
    await client.set(`${prefix}:{lists}:schema`, '2 4096');
    const store = useResources().open({ url: server.url, prefix });
    expect(await codesOf(store)).toEqual(allWith(store, 'store_schema'));
    expect(await client.keys(`${prefix}:*`)).toEqual([`${prefix}:{lists}:schema`]);
    await client.set(`${prefix}:{lists}:schema`, '1 1024');
    await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await store.ping();
  });

  test('writes the layout down for others', async () => {
    const server = await startOwnRedis();
    const { open } = useResources();
    const prefix = newPrefix();
    await Promise.all(Array.from({ length: 4 }, () => open({ url: server.url, prefix }).ping()));
    expect(await connect(server.url).get(`${prefix}:{lists}:schema`)).toBe('1 1024');
  });

  test('warns once that acknowledged writes are not safe, or refuses if they have to be', async () => {
    const server = await startOwnRedis({ extraArgs: ['--maxmemory-policy', 'allkeys-lru'] });
    const { open } = useResources();
    const prefix = newPrefix();
    const warnings: string[] = [];
    await open({ url: server.url, prefix, onWarning: (message) => warnings.push(message) }).ping();
    await connect(server.url).call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(warnings).toEqual([expect.stringContaining('appendonly'), expect.stringContaining('maxmemory-policy')]);
    const strict = open({ url: server.url, prefix, requireDurable: true });
    await expect(strict.ping()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('not durable'),
    });
    const durable = await startOwnRedis({ appendOnly: 'everysec' });
    await open({ url: durable.url, prefix, requireDurable: true }).ping();
  });

  test('says that what it finds is damaged', async () => {
    const server = await startOwnRedis();
    const client = connect(server.url);
    const prefix = newPrefix();
    const store = useResources().open({ url: server.url, prefix });
    const record = await create(store, {}, newMessages(2));
    const [key = ''] = (await client.keys(`${prefix}:*`)).filter((name) => name.endsWith(`:session:${record.id}`));
    await client.hset(key, 'record', 'not a record');
    const page = { state: 'live', limit: 9, order: 'asc' } as const;
    await expect(store.sessions.find(record.id)).rejects.toMatchObject({ code: 'store_corrupt', id: record.id });
    await expect(store.sessions.list(page)).rejects.toMatchObject({ code: 'store_corrupt' });
    await client.del(key);
    await client.set(key, 'not a hash');
    await expect(store.sessions.find(record.id)).rejects.toMatchObject({ code: 'store_corrupt' });
    await expect(change(store, record)).rejects.toMatchObject({ code: 'store_corrupt' });
    await expect(store.sessions.read(record.id, { last: 1, maxBytes: 1e6 })).rejects.toMatchObject({
      code: 'store_corrupt',
    });
  });

  test('uses a client that it is given, and leaves it open', async () => {
    const server = await startOwnRedis();
    const client = connect(server.url);
    const { open } = useResources();
    const prefix = newPrefix();
    const [first, second] = [open({ client, prefix }), open({ client, prefix: newPrefix() })];
    const record = await create(first);
    expect(await second.sessions.find(record.id)).toBeUndefined();
    await first.close();
    expect(await client.ping()).toBe('PONG');
    expect(client.listenerCount('ready') + client.listenerCount('close')).toBe(2);
    await create(second);
  });

  test('notes down what is on its way before it is closed', async () => {
    const server = await startOwnRedis();
    const store = useResources().open({ url: server.url, prefix: newPrefix() });
    const making = Array.from({ length: 20 }, () => create(store));
    await store.ping();
    await Promise.all([store.close(), ...making]);
    const client = connect(server.url);
    expect(await client.keys('*moves')).toEqual([]);
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_closed' });
  });
});
