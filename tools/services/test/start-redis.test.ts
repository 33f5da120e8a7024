import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { askRedis } from '../src/ask-redis.js';
import { describeWithRedis } from '../src/describe-with-redis.js';
import { type StartRedisOptions, startRedis } from '../src/index.js';

describeWithRedis('startRedis', (redisUrl) => {
  it('starts one that is not the Redis of the run', async () => {
    const redis = await started();
    expect(redis.url).not.toBe(redisUrl);
    expect(await askRedis(redis.port, ['PING'])).toBe('+PONG\r\n');
  });

  it('keeps acknowledged writes over kill -9 and a restart when the append-only file is on', async () => {
    const redis = await started({ appendOnly: 'always' });
    const firstPid = redis.pid;
    await askRedis(redis.port, ['SET', 'a', '1']);
    await redis.kill('SIGKILL');
    await expect(askRedis(redis.port, ['PING'])).rejects.toThrow('ECONNREFUSED');
    await redis.restart();
    expect(await askRedis(redis.port, ['GET', 'a'])).toBe('$1\r\n1\r\n');
    expect(redis.pid).not.toBe(firstPid);
  });

  it('keeps nothing over a restart by default', async () => {
    const redis = await started();
    await askRedis(redis.port, ['SET', 'a', '1']);
    await redis.restart();
    expect(await askRedis(redis.port, ['GET', 'a'])).toBe('$-1\r\n');
  });

  it('passes on what Redis says when it does not start', async () => {
    await expect(startRedis({ extraArgs: ['--maxmemory-policy', 'nonsense'] })).rejects.toThrow('nonsense');
    await expect(startRedis({ port: Number(new URL(redisUrl).port) })).rejects.toThrow('Address already in use');
  });

  it('stops one that is paused, and removes its folder', async () => {
    const redis = await started();
    await redis.kill('SIGSTOP');
    await expect(askRedis(redis.port, ['PING'], 200)).rejects.toThrow('no reply within 200 ms');
    await redis.stop();
    expect(existsSync(redis.dir)).toBe(false);
  });

  it('is a Redis that ioredis understands', async () => {
    const client = new Redis(redisUrl, { protocol: 2 });
    onTestFinished(() => void client.disconnect());
    expect(await client.config('GET', 'appendfsync')).toEqual(['appendfsync', 'everysec']);
    expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
  });
});

async function started(options?: StartRedisOptions) {
  const redis = await startRedis(options);
  onTestFinished(() => redis.stop());
  return redis;
}
