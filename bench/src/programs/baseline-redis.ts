import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { merge, messagesText, messageText, pageText, sessionText, userText } from './documents.js';
import { type Program, send, serve } from './plain-http.js';
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

/**
 * A plain program that does the store's Redis work with the store's scripts.
 *
 * Like the product it remembers the sessions and users that it wrote, so that a warm write is one round trip. It is right only
 * under this benchmark: one writer per session, and only sessions that it made itself.
 */

/** What the product asks for; it goes to Redis with every read. */
const pageBytes = 16 * 1_024 * 1_024;

const redis = withScripts(new Redis(process.argv[2] as string, { protocol: 2 }));
const sessions = new Map<string, Session>();
const users = new Map<string, User>();
const handle = 'baseline';
/** Scripts that answer with a record in one text put three words before it: a number, the position, the stamp. */
const packedCount = 3;
let tokenCount = 0;

const program: Program = {
  async createUser(response, { user_id: id = '' }) {
    const user = { id, uuid: randomUUID() };
    const now = Date.now();
    const keys = [userKey(id), keysOfLists.liveUsers, keysOfLists.erasingUsers, keysOfLists.userPosition];
    const record = `live ${now} ${now}\n[null,null,null]`;
    await redis.commitUser([...keys, '', `${user.uuid}:1`, 'live', record, nextToken(1), id]);
    users.set(id, user);
    send(response, 201, userText(id, user.uuid, now), `"${user.uuid}.1"`);
  },

  async createSession(response, { session_id, user_id, metadata }) {
    const text = metadata === undefined ? undefined : JSON.stringify(metadata);
    const user = user_id === undefined ? undefined : users.get(user_id);
    const session = newSession(session_id, user, text);
    await store(session, []);
    send(response, 201, toText(session), etagOf(session));
  },

  async getSession(response, id) {
    const [stamp, , record] = await redis.hmget(bucketOf(id).session + id, 'stamp', 'position', 'record');
    send(response, 200, toTextFrom(id, stamp as string, record as string, 0), etagFrom(stamp as string));
  },

  async updateSession(response, id, body) {
    const previous = sessions.get(id) as Session;
    const metadata = JSON.stringify(merge(JSON.parse(previous.metadata ?? '{}'), body.metadata ?? {}));
    const session = { ...previous, metadata, version: previous.version + 1, updatedAt: Date.now() };
    const previousVersion = previous.version;
    const token = nextToken(session.version);
    require(await redis.commitSession(commitValues(session, { previousVersion, token, note: '', messages: [] })));
    sessions.set(id, session);
    send(response, 200, toText(session), etagOf(session));
  },

  async listSessions(response, limit) {
    // One more than the page holds tells whether there is a next one.
    const values = await redis.listSessions([keysOfLists.live, '', limit + 1, 'asc', keysOfLists.prefix]);
    const count = values.length / 2;
    let text = '';
    for (let index = 0; index < Math.min(count, limit); index += 1) {
      const member = values[2 * index] as string;
      const packed = values[2 * index + 1] as string;
      const id = member.slice(member.indexOf(':', 36) + 1);
      if (index > 0) text += ',';
      text += toTextFrom(id, member, packed, packedCount);
    }
    const last = count > limit ? (values[2 * limit - 1] as string) : undefined;
    send(response, 200, pageText(text, last?.slice(0, last.indexOf(' '))));
  },

  async addMessages(response, id, { messages }) {
    const now = Date.now();
    const time = new Date(now).toISOString();
    const previous = sessions.get(id);
    const base = previous ?? newSession(id, undefined, undefined);
    const added: NewMessage[] = [];
    let text = '';
    for (const message of messages) {
      const seq = base.lastSeq + added.length + 1;
      const json = messageText(message, seq, time);
      added.push({ uuid: message.uuid, seq, json });
      text += text === '' ? json : `,${json}`;
    }
    const lastSeq = base.lastSeq + added.length;
    if (previous === undefined) {
      const session = { ...base, lastSeq };
      await store(session, added);
      send(response, 201, messagesText(text, lastSeq, 0), etagOf(session));
      return;
    }
    const session = { ...previous, lastSeq, version: previous.version + 1, updatedAt: now };
    const token = nextToken(session.version);
    const options = { previousVersion: previous.version, token, note: '', messages: added };
    require(await redis.commitSession(commitValues(session, options)));
    sessions.set(id, session);
    send(response, 201, messagesText(text, lastSeq, 0), etagOf(session));
  },

  async getWindow(response, id, last) {
    const bucket = bucketOf(id);
    const values = await redis.readSession([bucket.session + id, bucket.messages + id, 'last', last, 0, '', pageBytes]);
    let text = '';
    for (let index = 1; index < values.length; index += 1) {
      const json = (values[index] as string).slice(36);
      text += text === '' ? json : `,${json}`;
    }
    const [, , stamp = '', lastSeq = '', hiddenThrough = ''] = (values[0] as string).split(' ', 5);
    send(response, 200, messagesText(text, lastSeq, hiddenThrough), etagFrom(stamp));
  },
};

/** A session that is new: commit, place, and a settling that nobody waits for. */
async function store(session: Session, messages: readonly NewMessage[]): Promise<void> {
  const { id, uuid } = session;
  const token = nextToken(1);
  const note = noteText(session, token);
  require(await redis.commitSession(commitValues(session, { previousVersion: 0, token, note, messages })));
  const [status, position] = await redis.placeSession(placeValues(session, token));
  if (status !== 'placed') throw new Error(`the lists answered ${status}`);
  sessions.set(id, session);
  const bucket = bucketOf(id);
  void redis.settleSession([bucket.session + id, bucket.moves, uuid, position as string, note]);
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

function toText(session: Session): string {
  const { id, uuid, user, metadata = '{}', lastSeq, createdAt, updatedAt } = session;
  const userId = user?.id ?? null;
  return sessionText({ id, uuid, userId, metadata, lastSeq, hiddenThrough: 0, createdAt, updatedAt });
}

/** From a record's text that has `skipped` words before it. */
function toTextFrom(id: string, stamp: string, record: string, skipped: number): string {
  const end = record.indexOf('\n');
  const scalars = (end === -1 ? record : record.slice(0, end)).split(' ');
  const userId = scalars[skipped + 10] as string;
  return sessionText({
    id,
    uuid: stamp.slice(0, 36),
    userId: scalars[skipped + 9] === '-' ? null : decodeURIComponent(userId),
    metadata: end === -1 ? '{}' : record.slice(end + 1),
    lastSeq: scalars[skipped] as string,
    hiddenThrough: scalars[skipped + 1] as string,
    createdAt: Number(scalars[skipped + 3]),
    updatedAt: Number(scalars[skipped + 4]),
  });
}

function etagOf({ uuid, version }: Session): string {
  return `"${uuid}.${version}"`;
}

function etagFrom(stamp: string): string {
  return `"${stamp.slice(0, 36)}.${stamp.slice(37)}"`;
}

serve(program);
