import { type Store, StoreClosedError } from '@scrollback/store';
import { createMemoryData, type MemoryData } from './memory-data.js';
import { createSessions } from './sessions.js';
import { createUsers } from './users.js';

export interface MemoryStoreOptions {
  /** Data to work on together with other handles. Default: data of its own. */
  readonly data?: MemoryData;
}

/**
 * A store in the memory of this process: nothing survives a restart, and only memory bounds what it holds.
 *
 * It is the shortest adapter that keeps the port's promises. Every call but `trim` runs in one turn of the event loop, and is
 * atomic by that.
 */
export function createMemoryStore({ data = createMemoryData() }: MemoryStoreOptions = {}): Store {
  let isClosed = false;
  const inFlight = new Set<Promise<unknown>>();

  /** The same methods, which reject once the handle is closed. */
  function guarded<Methods extends object>(group: string, methods: Methods): Methods {
    const entries = Object.entries(methods).map(
      ([name, method]: [string, (...values: unknown[]) => Promise<unknown>]) => {
        const operation = `${group}.${name}`;
        const call = async (...values: unknown[]) => {
          if (isClosed) throw new StoreClosedError('the memory store was closed', { operation });
          const running = method(...values);
          inFlight.add(running);
          try {
            return await running;
          } finally {
            inFlight.delete(running);
          }
        };
        return [name, call];
      },
    );
    return Object.fromEntries(entries) as Methods;
  }

  const { ping } = guarded('store', { async ping() {} });
  return {
    sessions: guarded('sessions', createSessions(data)),
    users: guarded('users', createUsers(data)),
    ping,
    async close() {
      isClosed = true;
      await Promise.allSettled(inFlight);
    },
  };
}
