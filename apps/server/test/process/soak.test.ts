import { setTimeout as delay } from 'node:timers/promises';
import { type RedisServer, startRedis } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServerProcess } from '../harness/server-process.js';
import { findDamage, soak } from '../harness/soak.js';

/** A server finishes what others left when the note about it is older than this. */
const repairAfterMs = 5_000;

describeWithRedis('servers that are killed while 32 writers work', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ appendOnly: 'everysec' });
  });
  afterAll(() => redis.stop());

  it('lose no acknowledged message, and leave no session out of or twice in a list', { timeout: 120_000 }, async () => {
    const start = () => startServerProcess({ SCROLLBACK_STORE: redis.url });
    const acknowledged = await soak({ start, serverCount: 2, writerCount: 32, rounds: 3 });
    expect(acknowledged.writeCount).toBeGreaterThan(200);
    expect(acknowledged.failureCount).toBeGreaterThan(0);

    await redis.kill('SIGKILL');
    await redis.restart();
    await delay(repairAfterMs + 500);
    const server = await start();
    let damage: string[] = [];
    await expect
      .poll(async () => (damage = await findDamage(server.url, acknowledged)), { timeout: 20_000, interval: 1_000 })
      .toEqual([]);
    expect(damage).toEqual([]);
    await server.stop();
  });
});
