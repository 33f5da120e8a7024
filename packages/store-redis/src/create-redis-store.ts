import type { Store } from '@scrollback/store';
import type { Cluster, Redis } from 'ioredis';
import { createBackground } from './background.js';
import { createRedisCheck } from './check-redis.js';
import { createConnection } from './connection.js';
import type { Context } from './context.js';
import { createClient } from './create-client.js';
import { createGate } from './gate.js';
import { createKeys } from './keys.js';
import { type RedisStoreOptions, toSettings } from './options.js';
import { createPerformer } from './perform.js';
import { createPositions } from './positions.js';
import { createRepairs } from './repairs.js';
import { defineScripts } from './scripts.js';
import { createSessions } from './sessions.js';
import { createTokens } from './tokens.js';
import { createUsers } from './users.js';
import { watchMasters } from './watch-masters.js';

/**
 * A store in Redis, Redis Cluster or Valkey (7.0 or newer).
 *
 * It is returned before it is connected, and connects again by itself whenever Redis was away; meanwhile every method waits a
 * little and then rejects, within three seconds. `ping` tells whether Redis is there and fit for use.
 */
export function createRedisStore(options: RedisStoreOptions): Store {
  const settings = toSettings(options);
  const client = defineScripts(toClient(options));
  const keys = createKeys(settings.prefix);
  const gate = createGate(client, createRedisCheck(client, keys, settings));
  const connection = createConnection(client, gate);
  const background = createBackground();
  const positions = createPositions(connection, keys);
  const context: Context = { connection, keys, settings, tokens: createTokens(), background, positions };
  const repairs = createRepairs(context);
  const { perform, close: drain } = createPerformer();

  const repair = () => {
    gate.recheck();
    background.startOnce('repairs', () => repairs.run());
  };
  const timer = setInterval(repair, settings.repairEveryMs).unref();
  if (client.status === 'ready') repair();
  // Another node may have taken over whenever a connection is made.
  if (connection.mayFailOver) client.on('ready', repair).on('+node', repair);
  else if (client.status !== 'ready') client.once('ready', repair);
  const endWatch = watchMasters(client, repair);

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    clearInterval(timer);
    client.off('ready', repair).off('+node', repair);
    endWatch();
    repairs.stop();
    await drain();
    await background.finished();
    gate.close();
    if (options.client === undefined) client.disconnect();
  }

  return {
    sessions: createSessions(context, repairs, perform),
    users: createUsers(context, perform),
    ping: () =>
      perform('ping', undefined, (call) =>
        connection.ask(call, async (client) => void (await client.get(keys.schema))),
      ),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Scripts make keys that such a client does not know of. */
function withoutKeyPrefix(client: Redis | Cluster): Redis | Cluster {
  if (client.options.keyPrefix) throw new TypeError('a client with keyPrefix cannot be used: give the store a prefix');
  return client;
}

function toClient({ client, url }: RedisStoreOptions) {
  if (client !== undefined) return withoutKeyPrefix(client);
  if (url === undefined) throw new TypeError('a Redis store needs a url or a client');
  // Without a listener, ioredis prints every failed attempt to connect, also after `close`.
  return createClient(url).on('error', () => {});
}
