import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** One Redis (append-only file, everysec) for the whole run; `undefined` when redis-server is missing. */
    redisUrl: string | undefined;
    /** One cluster of three nodes for the whole run, `redis-cluster://host:port,…`. */
    clusterUrl: string | undefined;
  }
}
