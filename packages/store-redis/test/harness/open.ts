import { randomUUID } from 'node:crypto';
import { createFaultProxy, type FaultProxy } from '@scrollback/services';
import type { Store } from '@scrollback/store';
import { onTestFinished } from 'vitest';
import { createRedisStore, type RedisStoreOptions } from '../../src/index.js';

export function newPrefix(): string {
  return `test-${randomUUID()}`;
}

export interface Resources {
  /** A store that is closed after the test. */
  open(options: RedisStoreOptions): Store;
  /** A proxy in front of the Redis of a URL, stopped after the stores. */
  proxyTo(url: string): Promise<FaultProxy>;
}

/** For a test; concurrent ones have to hand in their own `onTestFinished`. */
export function useResources(onFinished: (cleanUp: () => Promise<void>) => void = onTestFinished): Resources {
  const stores: Store[] = [];
  const proxies: FaultProxy[] = [];
  onFinished(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  });
  return {
    open(options) {
      const store = createRedisStore({ onWarning() {}, ...options });
      stores.push(store);
      return store;
    },
    async proxyTo(url) {
      const proxy = await createFaultProxy({ targetPort: Number(new URL(url).port) });
      proxies.push(proxy);
      return proxy;
    },
  };
}
