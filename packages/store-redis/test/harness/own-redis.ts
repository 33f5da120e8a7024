import { type RedisServer, startRedis } from '@scrollback/services';
import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';

export interface OwnRedis {
  readonly server: RedisServer;
  /** Goes there without a store. */
  readonly client: Redis;
}

/** A Redis for one suite alone. It is there when its tests run. */
export function useOwnRedis(): OwnRedis {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url, { protocol: 2 });
  });
  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });
  return {
    get server() {
      return server;
    },
    get client() {
      return client;
    },
  };
}
