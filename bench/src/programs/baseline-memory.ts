import { randomUUID } from 'node:crypto';
import { mergeText, messageText } from './documents.js';
import { serve } from './plain-http.js';
import type { Storage, StoredSession } from './storage.js';

/** A plain program that keeps what the memory store keeps, in a Map. */

interface Session extends StoredSession {
  /** By `seq` - 1. */
  readonly messages: string[];
  readonly seqs: Map<string, number>;
  version: number;
  updatedAt: number;
  metadata: string | null;
  lastSeq: number;
}

const sessions = new Map<string, Session>();
/** By position - 1. */
const list: Session[] = [];
const users = new Map<string, { readonly uuid: string; readonly list: Session[] }>();

const storage: Storage = {
  createUser(id, done) {
    const uuid = randomUUID();
    users.set(id, { uuid, list: [] });
    done({ id, uuid, createdAt: Date.now() });
  },

  createSession({ id, userId, metadata }, done) {
    done(create(id, userId, metadata === undefined ? null : JSON.stringify(metadata)));
  },

  findSession(id, done) {
    done(sessions.get(id) as Session);
  },

  patchSession(id, patch, done) {
    const session = sessions.get(id) as Session;
    session.metadata = mergeText(session.metadata, patch);
    session.version += 1;
    session.updatedAt = Date.now();
    done(session);
  },

  listSessions({ after = 0, limit }, done) {
    done(list.slice(after, after + limit));
  },

  appendMessages(id, messages, done) {
    const known = sessions.get(id);
    const session = known ?? create(id, null, null);
    const now = Date.now();
    const time = new Date(now).toISOString();
    let texts = '';
    for (const message of messages) {
      if (session.seqs.has(message.uuid)) throw new Error('a message is known already');
      session.lastSeq += 1;
      const document = messageText(message, session.lastSeq, time);
      session.messages.push(document);
      session.seqs.set(message.uuid, session.lastSeq);
      texts += texts === '' ? document : `,${document}`;
    }
    if (known !== undefined) session.version += 1;
    session.updatedAt = now;
    done(session, texts);
  },

  readNewest(id, { last }, done) {
    const session = sessions.get(id) as Session;
    const { messages, lastSeq, hiddenThrough } = session;
    let texts = '';
    for (let seq = Math.max(hiddenThrough, lastSeq - last) + 1; seq <= lastSeq; seq += 1) {
      const document = messages[seq - 1] as string;
      texts += texts === '' ? document : `,${document}`;
    }
    done(session, texts);
  },
};

function create(id: string, userId: string | null, metadata: string | null): Session {
  if (sessions.has(id)) throw new Error('the session is there already');
  const now = Date.now();
  const session: Session = {
    id,
    uuid: randomUUID(),
    userId,
    createdAt: now,
    position: list.length + 1,
    messages: [],
    seqs: new Map(),
    hiddenThrough: 0,
    version: 1,
    updatedAt: now,
    metadata,
    lastSeq: 0,
  };
  sessions.set(id, session);
  list.push(session);
  if (userId !== null) users.get(userId)?.list.push(session);
  return session;
}

serve(storage);
