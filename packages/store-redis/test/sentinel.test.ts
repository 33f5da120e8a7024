import { once } from 'node:events';
import { eventually, freePort, type RedisSentinel, type RedisServer, startRedisSentinel } from '@scrollback/services';
import { describeWithSentinel } from '@scrollback/services/vitest';
import type { SessionRecord, Store } from '@scrollback/store';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../src/create-client.js';
import { type Appender, expectStored, startAppender } from './harness/appender.js';
import { expectInOrder } from './harness/expect-in-order.js';
import { newPrefix, useResources } from './harness/open.js';
import { create, createUser, newMessages } from './harness/records.js';
import { expectNoPositionTwice } from './harness/traffic.js';

/** Sentinels of its own, because nodes die here. */
describeWithSentinel('a store behind Sentinels', () => {
  let sentinel: RedisSentinel;
  beforeAll(async () => {
    sentinel = await startRedisSentinel({ appendOnly: 'everysec' });
  });
  afterAll(() => sentinel.stop());
  beforeEach(() => sentinel.untilReplicaFollows());

  function connect({ url }: RedisServer): Redis {
    const client = new Redis(url, { protocol: 2 });
    onTestFinished(() => client.disconnect());
    return client;
  }

  async function tell(server: RedisServer, command: string, ...values: string[]): Promise<void> {
    const client = new Redis(server.url, { protocol: 2 });
    expect(await client.call(command, values)).toBe('OK');
    client.disconnect();
  }

  const setDownAfter = (ms: string) =>
    Promise.all(
      sentinel.sentinels.map((server) => tell(server, 'SENTINEL', 'SET', sentinel.name, 'down-after-milliseconds', ms)),
    );

  async function currentAndOther(): Promise<[RedisServer, RedisServer]> {
    const current = (await sentinel.master()) as RedisServer;
    return [current, sentinel.nodes.find((node) => node !== current) as RedisServer];
  }

  async function startAppenders(store: Store): Promise<Appender[]> {
    const appenders = await Promise.all(Array.from({ length: 4 }, () => startAppender(store)));
    onTestFinished(async () => void (await Promise.allSettled(appenders.map((appender) => appender.stop()))));
    return appenders;
  }

  const untilMaster = (server: RedisServer) =>
    eventually(async () => (await sentinel.master()) === server, {
      timeoutMs: 30_000,
      what: 'all name the new master',
    });

  /** All of them get something through. */
  async function untilAcknowledged(appenders: readonly Appender[]): Promise<void> {
    const before = appenders.map(({ acknowledged }) => acknowledged.length);
    const goOn = async () =>
      appenders.every(({ acknowledged }, index) => acknowledged.length > (before[index] ?? 0) + 5);
    await eventually(goOn, { timeoutMs: 30_000, what: 'writes are acknowledged' });
  }

  test('goes on by itself when the master dies, with everything that the replica had confirmed', async () => {
    const errors = vi.spyOn(console, 'error');
    onTestFinished(() => errors.mockRestore());
    const store = useResources().open({ url: sentinel.url, prefix: newPrefix() });
    const appenders = await startAppenders(store);
    await untilAcknowledged(appenders);
    const [first, second] = await currentAndOther();
    await setDownAfter('4000');
    const confirmed = appenders.map(({ acknowledged }) => acknowledged.length);
    // A write of this connection comes after all of those; who has confirmed it has them.
    const client = connect(first);
    await client.set('confirmed', 'yes');
    expect(await client.wait(1, 5_000)).toBe(1);
    client.disconnect();
    await first.kill('SIGKILL');
    await untilMaster(second);
    await untilAcknowledged(appenders);
    const switchedAt = Date.now();
    await untilAcknowledged(appenders);
    await Promise.all(appenders.map((appender) => appender.stop()));
    for (const [index, appender] of appenders.entries()) {
      expect(appender.failures.length).toBeGreaterThan(0);
      await expectStored(store, appender, ({ begunAt }, at) => at < (confirmed[index] ?? 0) || begunAt >= switchedAt);
    }
    expect(errors).not.toHaveBeenCalled();
    await first.restart();
    await setDownAfter('1000');
  }, 120_000);

  test('leaves a master that hangs', async () => {
    const store = useResources().open({ url: sentinel.url, prefix: newPrefix() });
    const appenders = await startAppenders(store);
    const [first, second] = await currentAndOther();
    await first.kill('SIGSTOP');
    onTestFinished(() => first.kill('SIGCONT'));
    await untilMaster(second);
    await untilAcknowledged(appenders);
    await first.kill('SIGCONT');
    const backAt = Date.now();
    await untilAcknowledged(appenders);
    await Promise.all(appenders.map((appender) => appender.stop()));
    for (const appender of appenders) await expectStored(store, appender, ({ begunAt }) => begunAt >= backAt);
  }, 120_000);

  /** Has the replica take over from a master that lives and, for a minute, goes on taking writes. */
  async function replaceLiving(second: RedisServer): Promise<void> {
    const setPublishPeriod = (ms: string) =>
      Promise.all(sentinel.sentinels.map((server) => tell(server, 'SENTINEL', 'DEBUG', 'publish-period', ms)));
    await setPublishPeriod('15000');
    onTestFinished(async () => void (await setPublishPeriod('500')));
    await tell(sentinel.sentinels[0] as RedisServer, 'SENTINEL', 'FAILOVER', sentinel.name);
    await untilMaster(second);
  }

  test('writes nothing to a master that was replaced while it lives, though it would take it', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url: sentinel.url, prefix });
    const appenders = await startAppenders(store);
    await untilAcknowledged(appenders);
    const [first, second] = await currentAndOther();
    await replaceLiving(second);
    const switchedAt = Date.now();
    await untilAcknowledged(appenders);
    expect(await connect(first).set(`${prefix}:probe`, 'taken')).toBe('OK');
    await Promise.all(appenders.map((appender) => appender.stop()));
    for (const appender of appenders) await expectStored(store, appender, ({ begunAt }) => begunAt >= switchedAt);
  }, 120_000);

  test('leaves such a master, too, when no Sentinel could tell it at the time', async () => {
    const { open, proxyTo } = useResources();
    const proxies = await Promise.all(sentinel.sentinels.map(({ url }) => proxyTo(url)));
    const hosts = proxies.map(({ host, port }) => `${host}:${port}`).join(',');
    const prefix = newPrefix();
    const store = open({ url: `redis-sentinel://${hosts}/${sentinel.name}`, prefix });
    const appenders = await startAppenders(store);
    await untilAcknowledged(appenders);
    const [first, second] = await currentAndOther();
    await Promise.all(proxies.map((proxy) => proxy.refuse()));
    await replaceLiving(second);
    // Nobody can know: min-replicas-to-write is for this.
    await untilAcknowledged(appenders);
    await Promise.all(proxies.map((proxy) => proxy.restore()));
    const other = open({ url: sentinel.url, prefix });
    const lastSeq = async () => (await other.sessions.find(appenders[0]?.id as string))?.lastSeq as number;
    const before = await lastSeq();
    const hasGrown = async () => (await lastSeq()) > before;
    await eventually(hasGrown, { timeoutMs: 10_000, what: 'the writes come to the new master' });
    expect(await connect(first).role()).toContain('master');
  }, 120_000);

  test('is told by a master that was demoted', async () => {
    const store = useResources().open({ url: sentinel.url, prefix: newPrefix() });
    const appenders = await startAppenders(store);
    const [first, second] = await currentAndOther();
    await tell(sentinel.sentinels[0] as RedisServer, 'SENTINEL', 'FAILOVER', sentinel.name);
    await untilMaster(second);
    await sentinel.untilReplicaFollows();
    await expect(connect(first).set('key', 'value')).rejects.toThrow(/^READONLY/);
    const demotedAt = Date.now();
    await untilAcknowledged(appenders);
    await Promise.all(appenders.map((appender) => appender.stop()));
    for (const appender of appenders) await expectStored(store, appender, ({ begunAt }) => begunAt >= demotedAt);
  }, 120_000);

  test('gives no position twice, and puts in order what was begun with the old master', async () => {
    const { open } = useResources();
    const options = { url: sentinel.url, prefix: newPrefix(), repairEveryMs: 500, repairAfterMs: 0 };
    const stores = [open(options), open(options)];
    const [first, second] = await currentAndOther();
    expect((await createUser(stores[0] as Store)).position).toBe(1);
    const created: SessionRecord[] = [];
    let isStopped = false;
    const creators = stores.flatMap((store) =>
      Array.from({ length: 64 }, async () => {
        while (!isStopped)
          await create(store).then(
            (record) => created.push(record),
            () => {},
          );
      }),
    );
    const untilMade = (count: number) =>
      eventually(async () => created.length > count, { timeoutMs: 30_000, what: 'sessions are created' });
    await untilMade(500);
    await replaceLiving(second);
    await untilMade(created.length + 500);
    isStopped = true;
    await Promise.all(creators);
    expect(Math.max(...created.map(({ position }) => position))).toBeGreaterThan(1_000_000);
    expect((await createUser(stores[1] as Store)).position).toBeGreaterThan(1_000_000);
    expectNoPositionTwice(created);
    const client = connect(second);
    const compare = () => expectInOrder(client, options.prefix);
    await eventually(() => compare().then(() => true), { timeoutMs: 15_000, what: 'in order' }).catch(compare);
    expect(await connect(first).role()).toContain('master');
  }, 120_000);

  test('does not mind that Sentinels end and come back', async () => {
    const store = useResources().open({ url: sentinel.url, prefix: newPrefix() });
    const appenders = await startAppenders(store);
    await untilAcknowledged(appenders);
    const [asked, ...others] = sentinel.sentinels as [RedisServer, ...RedisServer[]];
    await asked.kill('SIGKILL');
    await untilAcknowledged(appenders);
    await asked.restart();
    await Promise.all(sentinel.sentinels.map((server) => server.kill('SIGKILL')));
    await untilAcknowledged(appenders);
    await Promise.all(others.map((server) => server.restart()));
    await untilAcknowledged(appenders);
    await asked.restart();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await untilAcknowledged(appenders);
    await Promise.all(appenders.map((appender) => appender.stop()));
    expect(appenders.flatMap(({ failures }) => failures)).toEqual([]);
    for (const appender of appenders) await expectStored(store, appender, () => true);
  }, 120_000);

  test('may be opened while all Sentinels are away, says so in time, and works when they come', async () => {
    const errors = vi.spyOn(console, 'error');
    onTestFinished(() => errors.mockRestore());
    await Promise.all(sentinel.sentinels.map((server) => server.kill('SIGKILL')));
    const store = useResources().open({ url: sentinel.url, prefix: newPrefix() });
    for (let turn = 0; turn < 2; turn += 1) {
      const beganAt = Date.now();
      await expect(create(store)).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringContaining('ECONNREFUSED'),
      });
      expect(Date.now() - beganAt).toBeLessThan(2_900);
    }
    await Promise.all(sentinel.sentinels.map((server) => server.restart()));
    const works = () => store.ping().then(() => true);
    await eventually(works, { timeoutMs: 10_000, what: 'the store works' });
    const record = await create(store, {}, newMessages(2));
    expect(await store.sessions.find(record.id)).toEqual(record);
    expect(errors).not.toHaveBeenCalled();
  }, 60_000);

  test('says that the Sentinels know no such master, and what is wrong with them', async () => {
    const url = sentinel.url.replace(sentinel.name, 'another');
    const { open } = useResources();
    const message = expect.stringMatching(/no Sentinel names a master another/);
    await expect(open({ url }).ping()).rejects.toMatchObject({ code: 'store_unavailable', message });
    const away = open({ url: `redis-sentinel://127.0.0.1:${await freePort()}/any?sentinel_password=secret` });
    await expect(away.ping()).rejects.toMatchObject({ message: expect.stringMatching(/ECONNREFUSED(?!.*secret)/) });
  });

  test('asks the next Sentinel whenever its connection was lost, and has no error to tell', async () => {
    const client = createClient(sentinel.url) as Redis;
    onTestFinished(() => client.disconnect());
    const errors: string[] = [];
    client.on('error', ({ message }) => errors.push(message));
    await client.connect();
    for (let turn = 0; turn < sentinel.sentinels.length + 1; turn += 1) {
      const ready = once(client, 'ready');
      client.stream.destroy();
      await ready;
    }
    expect(errors).toEqual([]);
  });

  test('signs in to the nodes and to the Sentinels, each with a user of its own', async () => {
    const warnings = vi.spyOn(console, 'warn');
    onTestFinished(() => warnings.mockRestore());
    const user = (name: string, ...rights: string[]) => ['SETUSER', name, 'on', `>${name}-secret`, ...rights] as const;
    for (const server of sentinel.nodes) await connect(server).acl(...user('app', '~*', '&*', '+@all'));
    const rights = ['+subscribe', '&+switch-master', '+ping', '+sentinel|get-master-addr-by-name'];
    for (const server of sentinel.sentinels) await connect(server).acl(...user('reader', ...rights));
    const toUrl = (app: string, reader: string) =>
      `${sentinel.url.replace('://', `://app:${app}@`)}?sentinel_username=reader&sentinel_password=${reader}`;
    const { open } = useResources();
    await open({ url: toUrl('app-secret', 'reader-secret'), prefix: newPrefix() }).ping();
    const message = expect.stringMatching(/WRONGPASS(?!.*hunter2)/);
    for (const url of [toUrl('hunter2', 'reader-secret'), toUrl('app-secret', 'hunter2')]) {
      await expect(open({ url }).ping()).rejects.toMatchObject({ code: 'store_unavailable', message });
    }
    expect(warnings).not.toHaveBeenCalled();
  });

  test('uses the database and the first Sentinel that answers', async () => {
    const [first] = await currentAndOther();
    const hosts = [`127.0.0.1:${await freePort()}`, ...sentinel.sentinels.map(({ host, port }) => `${host}:${port}`)];
    const prefix = newPrefix();
    const store = useResources().open({ url: `redis-sentinel://${hosts.join(',')}/${sentinel.name}/3`, prefix });
    await create(store);
    const client = connect(first);
    expect((await client.keys(`${prefix}:*`)).length).toBe(0);
    await client.select(3);
    expect((await client.keys(`${prefix}:*`)).length).toBeGreaterThan(0);
  });
});
