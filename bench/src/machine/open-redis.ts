import { type RedisServer, startRedis } from '@scrollback/services';
import type { Settings } from '../settings.js';
import { pin } from './pin.js';

/** A Redis of its own, in a temporary folder. Keeps nothing on disk unless the settings say so. */
export async function openRedis(settings: Settings, core: number | undefined): Promise<RedisServer> {
  const appendOnly = settings.appendOnly === 'no' ? false : settings.appendOnly;
  const redis = await startRedis({ appendOnly });
  pin(redis.pid, core);
  return redis;
}
