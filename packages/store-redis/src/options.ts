import type { Cluster, Redis } from 'ioredis';

export interface RedisStoreOptions {
  /**
   * `redis://user:password@host:port/db`, `redis-cluster://user:password@host:port,host:port` or
   * `redis-sentinel://user:password@host:port,host:port/master-name/db`, where hosts and ports are those of the Sentinels; with
   * TLS `rediss://…`, `rediss-cluster://…`, `rediss-sentinel://…`. Not needed with `client`.
   */
  readonly url?: string | undefined;
  /** What every key begins with. Stores with different prefixes share nothing. Default `scrollback`. */
  readonly prefix?: string | undefined;
  /** Refuse to work on a Redis that would lose acknowledged writes in a restart, or may evict records. Default false: warn. */
  readonly requireDurable?: boolean | undefined;
  /** How old the note on an unfinished change has to be before somebody else finishes it. Default 5,000. */
  readonly repairAfterMs?: number | undefined;
  /** How often such notes are looked for. Default 60,000. */
  readonly repairEveryMs?: number | undefined;
  /** Told what an operator should know. Default: `process.emitWarning`. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** A client to use instead of an own one. It is not closed. */
  readonly client?: Redis | Cluster | undefined;
}

export interface Settings {
  readonly prefix: string;
  readonly requireDurable: boolean;
  readonly repairAfterMs: number;
  readonly repairEveryMs: number;
  readonly onWarning: (message: string) => void;
}

export function toSettings(options: RedisStoreOptions): Settings {
  const prefix = options.prefix ?? 'scrollback';
  // The first braces of a key decide its slot.
  if (prefix === '' || /[{}]/.test(prefix))
    throw new TypeError(`prefix must not be empty or contain braces: ${prefix}`);
  return {
    prefix,
    requireDurable: options.requireDurable ?? false,
    repairAfterMs: options.repairAfterMs ?? 5_000,
    repairEveryMs: options.repairEveryMs ?? 60_000,
    onWarning: options.onWarning ?? ((message) => process.emitWarning(message, 'ScrollbackRedisWarning')),
  };
}
