import { Redis } from 'ioredis';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { describeWithRedis } from '../src/describe-with-redis.js';
import { createFaultProxy, eventually, type FaultProxy } from '../src/index.js';

const isSet = ([word]: string[]) => word?.toUpperCase() === 'SET';

describeWithRedis('createFaultProxy', (redisUrl) => {
  let proxy: FaultProxy;
  let direct: Redis;
  let client: Redis;

  beforeEach(async () => {
    proxy = await createFaultProxy({ targetPort: Number(new URL(redisUrl).port) });
    onTestFinished(() => proxy.stop());
    direct = connected(redisUrl);
    client = connected(proxy.url);
    await direct.del('proxy:a', 'proxy:b', 'proxy:c');
    await client.ping();
    proxy.reset();
  });

  it('forwards, keeps order, and passes bytes on unchanged', async () => {
    const value = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
    const replies = await Promise.all([
      client.set('proxy:a', value),
      client.getBuffer('proxy:a'),
      client.lrange('proxy:none', 0, -1),
      client.hset('proxy:a', 'x', '1').catch((error: Error) => error.message),
    ]);
    expect(replies[0]).toBe('OK');
    expect(value.equals(replies[1] as Buffer)).toBe(true);
    expect(replies.slice(2)).toEqual([[], expect.stringContaining('WRONGTYPE')]);
  });

  it('counts requests by command, and a pipeline as one round trip', async () => {
    await client.set('proxy:a', '1');
    await client.get('proxy:a');
    await client.pipeline().get('proxy:a').get('proxy:b').get('proxy:c').exec();
    expect([proxy.count('set'), proxy.count('GET'), proxy.count(), proxy.roundTrips]).toEqual([1, 4, 5, 3]);
    expect(proxy.commands[0]).toEqual(['set', 'proxy:a', '1']);
    proxy.reset();
    expect([proxy.count(), proxy.roundTrips]).toEqual([0, 0]);
  });

  it('hold › keeps the request and all later ones of the connection from Redis until release', async () => {
    proxy.on((command) => (isSet(command) ? 'hold' : 'forward'));
    const replies = Promise.all([client.set('proxy:a', '1'), client.get('proxy:a'), client.set('proxy:b', '2')]);
    const other = connected(proxy.url);
    await eventually(async () => proxy.heldCount === 3, { timeoutMs: 5_000, what: 'held' });
    expect(await other.get('proxy:a')).toBeNull();
    proxy.release();
    expect(await replies).toEqual(['OK', '1', 'OK']);
    expect(proxy.heldCount).toBe(0);
  });

  it('hold › lets the request reach Redis late when its caller has hung up', async () => {
    proxy.on((command) => (isSet(command) ? 'hold' : 'forward'));
    const lost = client.set('proxy:a', 'late').catch(() => 'lost');
    await eventually(async () => proxy.heldCount === 1, { timeoutMs: 5_000, what: 'held' });
    client.disconnect();
    expect(await lost).toBe('lost');
    expect(await direct.get('proxy:a')).toBeNull();
    proxy.release();
    await eventually(async () => (await direct.get('proxy:a')) === 'late', { timeoutMs: 5_000, what: 'arrived' });
  });

  it('cut-before › answers earlier requests, and keeps this and later ones from Redis', async () => {
    proxy.on((command) => (command[1] === 'proxy:b' ? 'cut-before' : 'forward'));
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((key) => client.set(`proxy:${key}`, '1')));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await direct.mget('proxy:a', 'proxy:b', 'proxy:c')).toEqual(['1', null, null]);
  });

  it('cut-after › lets Redis carry the request out, and loses its reply', async () => {
    proxy.on((command) => (command[1] === 'proxy:b' ? 'cut-after' : 'forward'));
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((key) => client.set(`proxy:${key}`, '1')));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await direct.mget('proxy:a', 'proxy:b', 'proxy:c')).toEqual(['1', '1', null]);
  });

  it('lets a client that was cut connect again', async () => {
    let isFirst = true;
    proxy.on((command) => (isSet(command) && isFirst ? 'cut-after' : 'forward'));
    await expect(client.set('proxy:a', '1')).rejects.toThrow();
    isFirst = false;
    expect(await client.set('proxy:a', '2')).toBe('OK');
  });

  it('refuse › cuts every connection and refuses new ones until restore', async () => {
    const other = connected(proxy.url);
    await other.ping();
    const closed = new Promise((resolve) => other.once('close', resolve));
    proxy.on((command) => (isSet(command) ? 'refuse' : 'forward'));
    await expect(client.set('proxy:a', '1')).rejects.toThrow();
    await closed;
    await expect(connected(proxy.url, true).connect()).rejects.toThrow();
    expect(await direct.get('proxy:a')).toBeNull();
    await proxy.restore();
    expect(await connected(proxy.url).set('proxy:a', '2')).toBe('OK');
  });
});

function connected(url: string, lazyConnect = false): Redis {
  const redis = new Redis(url, {
    protocol: 2,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    lazyConnect,
  });
  redis.on('error', () => {});
  onTestFinished(() => void redis.disconnect());
  return redis;
}
