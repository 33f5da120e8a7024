import { resolve } from 'node:path';
import type { Store } from '@scrollback/store';
import { ConfigError } from './config/read-config.js';
import type { Config } from './config/settings.js';

export interface OpenStore {
  readonly store: Store;
  /** For people: which store, without credentials. */
  readonly name: string;
  /** It runs elsewhere, and may come after the server; what does not open here never will. */
  readonly isRemote: boolean;
}

export interface OpenStoreOptions {
  readonly config: Pick<Config, 'store' | 'requireDurable' | 'redisPrefix' | 'sqliteSynchronous'>;
  /** Told what an operator should know. */
  readonly onWarning: (message: string) => void;
}

type Opener = (options: OpenStoreOptions) => Promise<OpenStore>;

/** The one place that knows which adapters there are. Each is loaded only when it is asked for. */
const openers: Readonly<Record<string, Opener>> = {
  memory: openMemory,
  sqlite: openSqlite,
  redis: openRedis,
  rediss: openRedis,
  'redis-cluster': openRedis,
  'rediss-cluster': openRedis,
  'redis-sentinel': openRedis,
  'rediss-sentinel': openRedis,
};

export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const scheme = /^([a-z-]+):/.exec(options.config.store)?.[1] ?? '';
  const open = Object.hasOwn(openers, scheme) ? openers[scheme] : undefined;
  if (open !== undefined) return await open(options);
  // The value is not repeated: it may hold a password.
  throw new ConfigError(`SCROLLBACK_STORE must begin with one of ${Object.keys(openers).join(':, ')}:`);
}

/** Throws `ConfigError` where each process that opens the store would have data of its own. */
export function requireShareable(store: string): void {
  if (store !== 'memory:' && store !== 'sqlite::memory:') return;
  throw new ConfigError(
    `SCROLLBACK_WORKERS must be 1 where SCROLLBACK_STORE is ${store} because each process would have data of its own`,
  );
}

const nothingSurvives = 'NOTHING SURVIVES A RESTART';

async function openMemory({ config, onWarning }: OpenStoreOptions): Promise<OpenStore> {
  if (config.store !== 'memory:') throw new ConfigError('SCROLLBACK_STORE takes nothing after memory:');
  if (config.requireDurable) {
    throw new ConfigError('SCROLLBACK_REQUIRE_DURABLE is set, and SCROLLBACK_STORE=memory: keeps nothing in a restart');
  }
  const { createMemoryStore } = await import('@scrollback/store-memory');
  onWarning(
    `everything is kept in memory only: ${nothingSurvives}. For data that stays leave SCROLLBACK_STORE as it is by default`,
  );
  return { store: createMemoryStore(), name: 'memory', isRemote: false };
}

/** The file of a `sqlite:` store; `:memory:` is none. */
function sqlitePathOf(store: string): string | undefined {
  const path = /^sqlite:(.*)$/s.exec(store)?.[1];
  if (path === undefined || path === ':memory:') return path;
  // Two slashes begin a host, and three are a path after no host; `~` and `?` mean nothing here, and a folder is no file.
  if (path === '' || /^(?:\/\/(?!\/)|~\/)|\?|\/$/.test(path)) {
    throw new ConfigError('SCROLLBACK_STORE takes sqlite:FOLDER/FILE, sqlite:/FOLDER/FILE or sqlite::memory:');
  }
  return resolve(path);
}

async function openSqlite({ config, onWarning }: OpenStoreOptions): Promise<OpenStore> {
  const path = sqlitePathOf(config.store) as string;
  const isInMemory = path === ':memory:';
  if (isInMemory && config.requireDurable) {
    throw new ConfigError(
      'SCROLLBACK_REQUIRE_DURABLE is set, and SCROLLBACK_STORE=sqlite::memory: keeps nothing in a restart',
    );
  }
  if (isInMemory) onWarning(`SQLite keeps everything in memory only: ${nothingSurvives}`);
  const { createSqliteStore } = await import('@scrollback/store-sqlite');
  const store = createSqliteStore({ path, synchronous: config.sqliteSynchronous, onWarning });
  return { store, name: `sqlite:${path}`, isRemote: false };
}

/** Copies what the store holds into `target`, and says in a sentence what was done. */
export async function backUpStore(store: string, target: string): Promise<string> {
  const path = sqlitePathOf(store);
  if (path === undefined || path === ':memory:') {
    throw new ConfigError(
      'SCROLLBACK_STORE is not a SQLite file: a backup of Redis is made with what Redis has for it',
    );
  }
  const { backupSqlite } = await import('@scrollback/store-sqlite');
  await backupSqlite(path, target);
  return `${path} is copied to ${resolve(target)}`;
}

async function openRedis({ config, onWarning }: OpenStoreOptions): Promise<OpenStore> {
  const { createRedisStore } = await import('@scrollback/store-redis');
  const store = createRedisStore({
    url: config.store,
    prefix: config.redisPrefix,
    requireDurable: config.requireDurable,
    onWarning,
  });
  return { store, name: withoutCredentials(config.store), isRemote: true };
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z-]+:\/\/)[^/]*@/, '$1').replace(/\?.*$/, '');
}
