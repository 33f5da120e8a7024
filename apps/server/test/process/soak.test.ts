import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findNode24, type RedisServer, startRedis, temporaryFolder } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServerProcess } from '../harness/server-process.js';
import { type Acknowledged, findDamage, soak } from '../harness/soak.js';

/** A server finishes what others left when the note about it is older than this. */
const repairAfterMs = 5_000;

/** `npm run soak` asks for more. */
const rounds = Number(process.env.SCROLLBACK_SOAK_ROUNDS ?? 3);
const timeout = 60_000 + rounds * 20_000;

describeWithRedis('servers on Redis that are killed while 32 writers work', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ appendOnly: 'everysec' });
  });
  afterAll(() => redis.stop());

  const start = () => startServerProcess({ SCROLLBACK_STORE: redis.url });

  async function expectNoDamage(acknowledged: Acknowledged): Promise<void> {
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
  }

  it('lose no acknowledged message, store no call in parts, and list each session once', { timeout }, async () => {
    await expectNoDamage(await soak({ start, serverCount: 2, writerCount: 32, rounds }));
  });

  it('nor when their Redis, with an append-only file, is killed as well', { timeout }, async () => {
    const disturb = async () => {
      await redis.kill('SIGKILL');
      await redis.restart();
    };
    await expectNoDamage(await soak({ start, serverCount: 2, writerCount: 32, rounds, disturb }));
  });
});

/** `libsql` on Node 20, `node:sqlite` on Node 24. */
const node24 = findNode24();
const newer = node24 === undefined ? 'Node 24 [NOT TESTED: its binary is not installed here]' : 'Node 24';

describe.each([
  { name: `Node ${process.versions.node}`, node: process.execPath },
  { name: newer, node: node24 },
])('servers on one SQLite file, with $name, that are killed while 32 writers work', ({ node }) => {
  it.skipIf(node === undefined).each([1, 2])(
    '%i at a time: lose no acknowledged message, store no call in parts, and list each session once',
    { timeout },
    async (serverCount) => {
      const path = join(await temporaryFolder('soak'), 'scrollback.db');
      const env = { SCROLLBACK_STORE: `sqlite:${path}` };
      const start = () => startServerProcess(env, node === undefined ? {} : { node });
      const acknowledged = await soak({ start, serverCount, writerCount: 32, rounds });
      expect(acknowledged.writeCount).toBeGreaterThan(200);
      expect(acknowledged.failureCount).toBeGreaterThan(0);
      const server = await start();
      expect(await findDamage(server.url, acknowledged)).toEqual([]);
      await server.stop();
    },
  );
});
