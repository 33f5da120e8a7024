import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { messageText } from '../programs/documents.js';
import {
  commitValues,
  keysOfLists,
  type NewMessage,
  placeValues,
  type ScriptedRedis,
  type Session,
  type User,
  userKey,
  type Values,
} from '../programs/redis-layout.js';
import { sessionMetadata, wireMessages } from '../rows/texts.js';

/** What is written into a Redis before its size can matter: by the store's own scripts, in pipelines. */

export interface BulkSessions {
  readonly count: number;
  /** Ids are this and nine digits. */
  readonly idPrefix: string;
  readonly firstPosition: number;
  readonly user?: User;
}

const batchSize = 500;
const batchesInFlight = 4;
const token = 'seed00000.1';
const messagesPerCommit = 1_000;

export async function seedUser(redis: ScriptedRedis, id: string): Promise<User> {
  const user = { id, uuid: randomUUID() };
  const now = Date.now();
  const { liveUsers, erasingUsers, userPosition, history } = keysOfLists;
  const keys = [userKey(id), liveUsers, erasingUsers, userPosition, history];
  const record = `live ${now} ${now}\n[null,null,null]`;
  await redis.commitUser([...keys, '', `${user.uuid}:1`, 'live', record, token, id, 0]);
  return user;
}

export async function seedSessions(redis: ScriptedRedis, bulk: BulkSessions): Promise<void> {
  const metadata = JSON.stringify(sessionMetadata);
  const createdAt = Date.now();
  const running = new Set<Promise<void>>();
  for (let start = 0; start < bulk.count; start += batchSize) {
    const pipeline = redis.pipeline() as ReturnType<Redis['pipeline']> & Record<string, (values: Values) => unknown>;
    for (let index = start; index < Math.min(start + batchSize, bulk.count); index += 1) {
      const id = bulk.idPrefix + String(index).padStart(9, '0');
      const base = { id, uuid: randomUUID(), user: bulk.user, createdAt, updatedAt: createdAt };
      const session: Session = { ...base, version: 1, metadata, lastSeq: 0 };
      const position = bulk.firstPosition + index;
      const options = { previousVersion: 0, token, note: '', messages: [], position };
      pipeline.commitSession?.(commitValues(session, options));
      pipeline.placeSession?.(placeValues(session, token, { position }));
    }
    const done: Promise<void> = requireAll(pipeline).then(() => void running.delete(done));
    running.add(done);
    if (running.size >= batchesInFlight) await Promise.race(running);
  }
  await Promise.all(running);
}

/** One session with many messages. */
export async function seedLongSession(redis: ScriptedRedis, id: string, messageCount: number): Promise<void> {
  const createdAt = Date.now();
  const time = new Date(createdAt).toISOString();
  const base = { id, uuid: randomUUID(), user: undefined, createdAt, updatedAt: createdAt, metadata: undefined };
  for (let lastSeq = 0, version = 1; lastSeq < messageCount; version += 1) {
    const count = Math.min(messagesPerCommit, messageCount - lastSeq);
    // Far from the numbers that the load begins with.
    const messages = wireMessages(500_000_000_000 + lastSeq, count).map((message, index): NewMessage => {
      const seq = lastSeq + index + 1;
      return { uuid: message.uuid, seq, json: messageText(message, seq, time) };
    });
    lastSeq += count;
    const session: Session = { ...base, version, lastSeq };
    const options = { previousVersion: version - 1, token: `seed00000.${version}`, note: '', messages };
    const reply: unknown = await redis.commitSession(commitValues(session, options));
    if (reply !== 1) throw new Error(`seeding ${id} was answered with ${JSON.stringify(reply)}`);
    if (version === 1) await place(redis, session);
  }
}

async function place(redis: ScriptedRedis, session: Session): Promise<void> {
  const [, position] = await redis.placeSession(placeValues(session, token));
  const [sessionKey, , , moves] = commitValues(session, { previousVersion: 0, token, note: '', messages: [] });
  const keys = [sessionKey as string, moves as string, keysOfLists.placed];
  await redis.settleSession([...keys, session.uuid, position as string, '', 0]);
}

async function requireAll(pipeline: ReturnType<Redis['pipeline']>): Promise<void> {
  const replies = (await pipeline.exec()) ?? [];
  for (const [error, reply] of replies) {
    if (error !== null) throw error;
    const isRight = reply === 1 || (Array.isArray(reply) && reply[0] === 'placed');
    if (!isRight) throw new Error(`seeding was answered with ${JSON.stringify(reply)}`);
  }
}
