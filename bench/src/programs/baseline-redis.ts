import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { mergeText, messageText } from './documents.js';
import { serve } from './plain-http.js';
import {
  bucketOf,
  commitValues,
  keysOfLists,
  type NewMessage,
  noteText,
  placeValues,
  type Session,
  type User,
  userKey,
  withScripts,
} from './redis-layout.js';
import type { Storage, StoredSession } from './storage.js';

/**
 * A plain program that does the store's Redis work with the store's scripts.
 *
 * Like the product it remembers the sessions and users that it wrote, so that a warm write is one round trip. It is right only
 * under this benchmark: one writer per session, and only sessions that it made itself.
 */

interface PlacedSession extends Session {
  readonly position: number;
}

const redis = withScripts(new Redis(process.argv[2] as string, { protocol: 2 }));
const sessions = new Map<string, PlacedSession>();
const users = new Map<string, User>();
const handle = 'baseline';
let tokenCount = 0;

const storage: Storage = {
  async createUser(id, done) {
    const user = { id, uuid: randomUUID() };
    const createdAt = Date.now();
    const { liveUsers, erasingUsers, userPosition, history } = keysOfLists;
    const keys = [userKey(id), liveUsers, erasingUsers, userPosition, history];
    const record = `live ${createdAt} ${createdAt}\n[null,null,null]`;
    await redis.commitUser([...keys, '', `${user.uuid}:1`, 'live', record, nextToken(1), id, 0]);
    users.set(id, user);
    done({ ...user, createdAt });
  },

  async createSession({ id, userId, metadata }, done) {
    const text = metadata === undefined ? undefined : JSON.stringify(metadata);
    const user = userId === null ? undefined : users.get(userId);
    done(toStored(await store(newSession(id, user, text), [])));
  },

  async findSession(id, done) {
    const [stamp, position, record] = await redis.hmget(bucketOf(id).session + id, 'stamp', 'position', 'record');
    done(fromRecord(id, stamp as string, Number(position), record as string));
  },

  async patchSession(id, patch, done) {
    const previous = sessions.get(id) as PlacedSession;
    const metadata = mergeText(previous.metadata ?? null, patch);
    const session = { ...previous, metadata, version: previous.version + 1, updatedAt: Date.now() };
    await commit(session, previous.version, []);
    done(toStored(session));
  },

  async listSessions({ after, limit }, done) {
    const values = await redis.listSessions([keysOfLists.live, after ?? '', limit, 'asc', keysOfLists.prefix]);
    const found: StoredSession[] = [];
    for (let index = 0; index < values.length; index += 2) {
      const member = values[index] as string;
      const text = values[index + 1] as string;
      const id = member.slice(member.indexOf(':', 36) + 1);
      // Position in the list, position in the record, stamp; the rest is the record.
      const positionAt = text.indexOf(' ') + 1;
      const stampAt = text.indexOf(' ', positionAt) + 1;
      const recordAt = text.indexOf(' ', stampAt) + 1;
      const position = Number(text.slice(0, positionAt - 1));
      found.push(fromRecord(id, text.slice(stampAt, recordAt - 1), position, text.slice(recordAt)));
    }
    done(found);
  },

  async appendMessages(id, messages, done) {
    const now = Date.now();
    const time = new Date(now).toISOString();
    const previous = sessions.get(id);
    const base = previous ?? newSession(id, undefined, undefined);
    const added: NewMessage[] = [];
    let texts = '';
    for (const message of messages) {
      const seq = base.lastSeq + added.length + 1;
      const json = messageText(message, seq, time);
      added.push({ uuid: message.uuid, seq, json });
      texts += texts === '' ? json : `,${json}`;
    }
    const lastSeq = base.lastSeq + added.length;
    if (previous === undefined) {
      done(toStored(await store({ ...base, lastSeq }, added)), texts);
      return;
    }
    const session = { ...previous, lastSeq, version: previous.version + 1, updatedAt: now };
    await commit(session, previous.version, added);
    done(toStored(session), texts);
  },

  async readNewest(id, { last, maxBytes }, done) {
    const bucket = bucketOf(id);
    const values = await redis.readSession([bucket.session + id, bucket.messages + id, 'last', last, 0, '', maxBytes]);
    let texts = '';
    for (let index = 1; index < values.length; index += 1) {
      const json = (values[index] as string).slice(36);
      texts += texts === '' ? json : `,${json}`;
    }
    const [, , stamp = '', lastSeq, hiddenThrough] = (values[0] as string).split(' ', 5);
    done({ ...fromStamp(stamp), lastSeq: Number(lastSeq), hiddenThrough: Number(hiddenThrough) }, texts);
  },
};

/** A session that stays in its lists. */
async function commit(session: PlacedSession, previousVersion: number, messages: readonly NewMessage[]): Promise<void> {
  const token = nextToken(session.version);
  require(await redis.commitSession(commitValues(session, { previousVersion, token, note: '', messages })));
  sessions.set(session.id, session);
}

/** A session that is new: commit, place, and a settling that nobody waits for. */
async function store(session: Session, messages: readonly NewMessage[]): Promise<PlacedSession> {
  const { id, uuid } = session;
  const token = nextToken(1);
  const note = noteText(session, token);
  require(await redis.commitSession(commitValues(session, { previousVersion: 0, token, note, messages })));
  const [status, position] = await redis.placeSession(placeValues(session, token, { isNoted: true }));
  if (status !== 'placed') throw new Error(`the lists answered ${status}`);
  const placed = { ...session, position: Number(position) };
  sessions.set(id, placed);
  const bucket = bucketOf(id);
  const keys = [bucket.session + id, bucket.moves, keysOfLists.placed];
  void redis.settleSession([...keys, uuid, position as string, note, 0]);
  return placed;
}

function require(reply: unknown): void {
  if (reply !== 1) throw new Error(`a commit was answered with ${JSON.stringify(reply)}`);
}

function newSession(id: string, user: User | undefined, metadata: string | undefined): Session {
  const now = Date.now();
  return { id, uuid: randomUUID(), user, createdAt: now, version: 1, updatedAt: now, metadata, lastSeq: 0 };
}

function nextToken(version: number): string {
  tokenCount += 1;
  return `${handle}${tokenCount.toString(36)}.${version}`;
}

function toStored(session: PlacedSession): StoredSession {
  const { id, uuid, position, version, user, metadata = null, lastSeq, createdAt, updatedAt } = session;
  const userId = user?.id ?? null;
  return { id, uuid, position, version, userId, metadata, lastSeq, hiddenThrough: 0, createdAt, updatedAt };
}

function fromRecord(id: string, stamp: string, position: number, record: string): StoredSession {
  const end = record.indexOf('\n');
  const scalars = (end === -1 ? record : record.slice(0, end)).split(' ');
  const { uuid, version } = fromStamp(stamp);
  return {
    id,
    uuid,
    position,
    version,
    userId: scalars[9] === '-' ? null : decodeURIComponent(scalars[10] as string),
    metadata: end === -1 ? null : record.slice(end + 1),
    lastSeq: Number(scalars[0]),
    hiddenThrough: Number(scalars[1]),
    createdAt: Number(scalars[3]),
    updatedAt: Number(scalars[4]),
  };
}

function fromStamp(stamp: string): { readonly uuid: string; readonly version: number } {
  return { uuid: stamp.slice(0, 36), version: Number(stamp.slice(37)) };
}

serve(storage);
