import type { Store } from '@scrollback/store';
import { ConfigError } from './config/read-config.js';
import type { Config } from './config/settings.js';

export interface OpenStore {
  readonly store: Store;
  /** For people: which store, without credentials. */
  readonly name: string;
}

export interface OpenStoreOptions {
  readonly config: Pick<Config, 'store' | 'requireDurable' | 'redisPrefix'>;
  /** Told what an operator should know. */
  readonly onWarning: (message: string) => void;
}

type Opener = (options: OpenStoreOptions) => Promise<OpenStore>;

/** The one place that knows which adapters there are. Each is loaded only when it is asked for. */
const openers: Readonly<Record<string, Opener>> = {
  memory: openMemory,
  redis: openRedis,
  rediss: openRedis,
  'redis-cluster': openRedis,
  'rediss-cluster': openRedis,
};

export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const scheme = /^([a-z-]+):/.exec(options.config.store)?.[1] ?? '';
  const open = Object.hasOwn(openers, scheme) ? openers[scheme] : undefined;
  if (open !== undefined) return await open(options);
  // The value is not repeated: it may hold a password.
  throw new ConfigError(`SCROLLBACK_STORE must begin with one of ${Object.keys(openers).join(':, ')}:`);
}

async function openMemory({ config, onWarning }: OpenStoreOptions): Promise<OpenStore> {
  if (config.store !== 'memory:') throw new ConfigError('SCROLLBACK_STORE takes nothing after memory:');
  if (config.requireDurable) {
    throw new ConfigError('SCROLLBACK_REQUIRE_DURABLE is set, and SCROLLBACK_STORE=memory: keeps nothing in a restart');
  }
  const { createMemoryStore } = await import('@scrollback/store-memory');
  onWarning(
    'everything is kept in memory only: NOTHING SURVIVES A RESTART. For data that stays set SCROLLBACK_STORE, for example redis://127.0.0.1:6379',
  );
  return { store: createMemoryStore(), name: 'memory' };
}

async function openRedis({ config, onWarning }: OpenStoreOptions): Promise<OpenStore> {
  const { createRedisStore } = await import('@scrollback/store-redis');
  const store = createRedisStore({
    url: config.store,
    prefix: config.redisPrefix,
    requireDurable: config.requireDurable,
    onWarning,
  });
  return { store, name: withoutCredentials(config.store) };
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z-]+:\/\/)[^/]*@/, '$1').replace(/\?.*$/, '');
}
