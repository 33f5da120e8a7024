import { Redis } from 'ioredis';
import { openRedis } from '../machine/open-redis.js';
import { startProduct } from '../machine/start-server.js';
import { usedMemory } from '../machine/used-memory.js';
import { bucketOf, keysOfLists, withScripts } from '../programs/redis-layout.js';
import { seedSessions } from '../seed/redis-data.js';
import { appendConversations, bytesRows, leastBytes, messagesPerSession, reportBytes, seededId } from './bytes.js';
import { bulkPrefix } from './flat-store.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain } from './servers.js';

const sampleSize = 500;

/** What a session and a message take in Redis' memory, and in which keys. */
export async function runRedisBytes(context: RunContext): Promise<void> {
  if (!bytesRows.some((name) => context.isWanted(`redis/${name}`))) return;
  const { settings, placement } = context;
  const started = createStarted();
  const { url } = await started.add(openRedis(settings, placement.otherCore));
  const redis = withScripts(new Redis(url, { protocol: 2 }));
  try {
    const options = { core: placement.serverCore, server: settings.server };
    const server = await started.add(startProduct(url, options));
    const sessionCount = settings.largeSessionCount;
    const empty = await usedMemory(redis);
    await seedSessions(redis, { count: sessionCount, idPrefix: bulkPrefix, firstPosition: 1 });
    const seeded = await usedMemory(redis);
    const sessionParts = {
      'the session': await averageUsage(redis, sampleIds(sessionCount).map(sessionKey)),
      'in the list': (await usageOf(redis, keysOfLists.live)) / sessionCount,
      'its place': (await usageOf(redis, keysOfLists.placed)) / sessionCount,
    };
    const ids = await explain({ product: server }, () =>
      appendConversations(server, sessionCount / 50, context, started),
    );
    const messageCount = ids.length * messagesPerSession;
    const perMessage = ((await usedMemory(redis)) - seeded) / messageCount;
    const sample = ids.slice(0, sampleSize);
    const messageParts = {
      'the messages': (await averageUsage(redis, sample.map(messagesKey))) / messagesPerSession,
      'their uuids': (await averageUsage(redis, sample.map(uuidsKey))) / messagesPerSession,
    };
    const least = await leastBytes(server.port);
    const sessions = { each: (seeded - empty) / sessionCount, ...least.session, parts: sessionParts };
    const title = `memory of each of ${sessionCount.toLocaleString('en')} sessions`;
    reportBytes('redis/bytes-session', title, sessions, context);
    const messages = { each: perMessage, ...least.message, parts: messageParts };
    reportBytes('redis/bytes-message', `memory of a message, ${messagesPerSession} a session`, messages, context);
  } finally {
    redis.disconnect();
    await started.stop();
  }
}

function sampleIds(count: number): string[] {
  const size = Math.min(sampleSize, count);
  return Array.from({ length: size }, (_, index) => seededId(Math.floor((index * count) / size)));
}

const sessionKey = (id: string) => bucketOf(id).session + id;
const messagesKey = (id: string) => bucketOf(id).messages + id;
const uuidsKey = (id: string) => bucketOf(id).ids + id;

async function averageUsage(redis: Redis, keys: readonly string[]): Promise<number> {
  let total = 0;
  for (const key of keys) total += await usageOf(redis, key);
  return total / keys.length;
}

/** All of it is counted, nothing is estimated from samples. */
async function usageOf(redis: Redis, key: string): Promise<number> {
  const bytes = await redis.memory('USAGE', key, 'SAMPLES', 0);
  if (bytes === null) throw new Error(`Redis has no key ${key}`);
  return bytes;
}
