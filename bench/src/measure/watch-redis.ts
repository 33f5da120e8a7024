import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { WorkWatch } from './work-watch.js';

/** What belongs to a request may still be on its way when the answer is there. */
const settleMs = 60;

/** Every Redis command, those inside scripts included, by `MONITOR`. */
export async function watchRedis(url: string): Promise<WorkWatch> {
  const redis = new Redis(url, { protocol: 2 });
  const monitor = await redis.monitor();
  const commands: string[] = [];
  monitor.on('monitor', (_time: string, words: string[], source: string) => {
    commands.push(`${source === 'lua' ? 'lua: ' : ''}${words.join(' ')}`);
  });
  return {
    async begin() {
      await delay(settleMs);
      commands.splice(0);
    },
    async end() {
      await delay(settleMs);
      return [...commands];
    },
    close() {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}
