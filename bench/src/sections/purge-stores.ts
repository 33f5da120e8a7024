import { Redis } from 'ioredis';
import { openRedis } from '../machine/open-redis.js';
import { newSqliteFile } from '../machine/sqlite-file.js';
import { withScripts } from '../programs/redis-layout.js';
import { type SqliteDatabase, sqliteDriver } from '../programs/sqlite-driver.js';
import type { StoreName } from '../rows/pair-row.js';
import { wireMessages } from '../rows/texts.js';
import { send } from '../seed/read-set.js';
import { seedLongSession } from '../seed/redis-data.js';
import { openSqliteSeed } from '../seed/sqlite-data.js';
import type { RunContext } from './run-context.js';
import type { Started } from './servers.js';

/** A store that gets long sessions to be purged. */
export interface PurgeStore {
  /** As `SCROLLBACK_STORE` names it. */
  readonly url: string;
  /** Writes a session with so many messages. `port`: of a product on this store. */
  seed(port: number, id: string, messageCount: number): Promise<void>;
  /** Whether something is left of what was purged. */
  isCleaning(): boolean;
}

const messagesPerCall = 1_000;

const openers: Readonly<Record<StoreName, (context: RunContext, started: Started) => Promise<PurgeStore>>> = {
  async redis({ settings }, started) {
    // On any core: the thread that frees would share one with everything else.
    const { url } = await started.add(openRedis(settings, undefined));
    return {
      url,
      async seed(_port, id, messageCount) {
        const redis = withScripts(new Redis(url, { protocol: 2 }));
        try {
          await seedLongSession(redis, id, messageCount);
        } finally {
          redis.disconnect();
        }
      },
      // Redis frees what was removed in a thread of its own.
      isCleaning: () => false,
    };
  },

  async sqlite(_context, started) {
    const file = await newSqliteFile();
    let database: SqliteDatabase | undefined;
    await started.add(Promise.resolve({ stop: async () => database?.close() }));
    return {
      url: `sqlite:${file}`,
      async seed(_port, id, messageCount) {
        const seed = openSqliteSeed(file);
        seed.longSessions([id], messageCount);
        seed.close();
      },
      isCleaning() {
        database ??= sqliteDriver.open(file);
        return database.prepare('SELECT 1 FROM purged LIMIT 1').all([]).length > 0;
      },
    };
  },

  async memory() {
    return {
      url: 'memory:',
      async seed(port, id, messageCount) {
        for (let count = 0; count < messageCount; count += messagesPerCall) {
          const messages = wireMessages(500_000_000_000 + count, Math.min(messagesPerCall, messageCount - count));
          await send(port, 'POST', `/v1/sessions/${id}/messages`, { messages });
        }
      },
      isCleaning: () => false,
    };
  },
};

export function openPurgeStore(store: StoreName, context: RunContext, started: Started): Promise<PurgeStore> {
  return openers[store](context, started);
}
