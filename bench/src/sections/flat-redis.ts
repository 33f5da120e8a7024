import { Redis } from 'ioredis';
import { openRedis } from '../machine/open-redis.js';
import { startProduct } from '../machine/start-server.js';
import { usedMemory } from '../machine/used-memory.js';
import { withScripts } from '../programs/redis-layout.js';
import {
  largeUser,
  longSessionCount,
  longSessionId,
  shortMessageCount,
  shortSessionId,
  shortUserSessionCount,
  smallUser,
} from '../rows/flat-rows.js';
import { seedLongSession, seedSessions, seedUser } from '../seed/redis-data.js';
import { bulkPrefix, describeSeed, type OpenFlatStores } from './flat-store.js';
import type { RunContext } from './run-context.js';
import type { Started } from './servers.js';

export const openFlatRedis: OpenFlatStores = async (context, started) => {
  const small = await openStore(context, started);
  const large = await openStore(context, started);
  await seed({ small: small.url, large: large.url }, context);
  return { small, large };
};

async function openStore({ settings, placement }: RunContext, started: Started) {
  const redis = await started.add(openRedis(settings, placement.otherCore));
  const options = { core: placement.serverCore, server: settings.server };
  return { url: redis.url, redisPid: redis.pid, server: await started.add(startProduct(redis.url, options)) };
}

async function seed(urls: { readonly small: string; readonly large: string }, context: RunContext): Promise<void> {
  const { settings, say } = context;
  const startedAt = performance.now();
  const idPrefix = bulkPrefix;
  const small = withScripts(new Redis(urls.small, { protocol: 2 }));
  const large = withScripts(new Redis(urls.large, { protocol: 2 }));
  try {
    await seedSessions(small, { count: settings.smallSessionCount, idPrefix, firstPosition: 1 });
    const before = await usedMemory(large);
    await seedSessions(large, { count: settings.largeSessionCount, idPrefix, firstPosition: 1 });
    const perSession = Math.round(((await usedMemory(large)) - before) / settings.largeSessionCount);
    let position = settings.largeSessionCount + 1;
    for (const [id, count] of [
      [smallUser, shortUserSessionCount],
      [largeUser, settings.largeUserSessionCount],
    ] as const) {
      const user = await seedUser(large, id);
      await seedSessions(large, { count, idPrefix: `${id}-`, firstPosition: position, user });
      position += count;
    }
    const beforeMessages = await usedMemory(large);
    for (let index = 0; index < longSessionCount; index += 1) {
      await seedLongSession(large, longSessionId(index), settings.largeMessageCount);
      await seedLongSession(large, shortSessionId(index), shortMessageCount);
    }
    const messages = longSessionCount * (settings.largeMessageCount + shortMessageCount);
    const perMessage = Math.round(((await usedMemory(large)) - beforeMessages) / messages);
    const room = `Redis holds ${perSession} bytes a session, ${perMessage} bytes a message`;
    say(describeSeed({ sessions: position - 1, messages, startedAt }, room));
  } finally {
    small.disconnect();
    large.disconnect();
  }
}
