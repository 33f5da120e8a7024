import { randomUUID } from 'node:crypto';
import { merge, messagesText, messageText, pageText, sessionText, userText } from './documents.js';
import { type Program, send, serve } from './plain-http.js';

/** A plain program that keeps what the memory store keeps, in a Map. */

interface Session {
  readonly id: string;
  readonly uuid: string;
  readonly userId: string | null;
  readonly createdAt: number;
  readonly position: number;
  /** By `seq` - 1. */
  readonly messages: string[];
  readonly seqs: Map<string, number>;
  readonly hiddenThrough: number;
  version: number;
  updatedAt: number;
  metadata: string;
  lastSeq: number;
}

const sessions = new Map<string, Session>();
/** By position - 1. */
const list: Session[] = [];
const users = new Map<string, { readonly uuid: string; readonly list: Session[] }>();

const program: Program = {
  createUser(response, { user_id: id = '' }) {
    const uuid = randomUUID();
    users.set(id, { uuid, list: [] });
    send(response, 201, userText(id, uuid, Date.now()), `"${uuid}.1"`);
  },

  createSession(response, { session_id, user_id, metadata }) {
    const session = create(session_id, user_id ?? null, metadata === undefined ? '{}' : JSON.stringify(metadata));
    send(response, 201, sessionText(session), etagOf(session));
  },

  getSession(response, id) {
    const session = sessions.get(id) as Session;
    send(response, 200, sessionText(session), etagOf(session));
  },

  updateSession(response, id, body) {
    const session = sessions.get(id) as Session;
    session.metadata = JSON.stringify(merge(JSON.parse(session.metadata), body.metadata ?? {}));
    session.version += 1;
    session.updatedAt = Date.now();
    send(response, 200, sessionText(session), etagOf(session));
  },

  listSessions(response, limit) {
    let text = '';
    const end = Math.min(limit, list.length);
    for (let index = 0; index < end; index += 1) {
      if (index > 0) text += ',';
      text += sessionText(list[index] as Session);
    }
    send(response, 200, pageText(text, list.length > limit ? list[end - 1]?.position : undefined));
  },

  addMessages(response, id, { messages }) {
    const known = sessions.get(id);
    const session = known ?? create(id, null, '{}');
    const now = Date.now();
    const time = new Date(now).toISOString();
    let text = '';
    for (const message of messages) {
      if (session.seqs.has(message.uuid)) throw new Error('a message is known already');
      session.lastSeq += 1;
      const document = messageText(message, session.lastSeq, time);
      session.messages.push(document);
      session.seqs.set(message.uuid, session.lastSeq);
      text += text === '' ? document : `,${document}`;
    }
    if (known !== undefined) session.version += 1;
    session.updatedAt = now;
    send(response, 201, messagesText(text, session.lastSeq, session.hiddenThrough), etagOf(session));
  },

  getWindow(response, id, last) {
    const session = sessions.get(id) as Session;
    const { messages, lastSeq, hiddenThrough } = session;
    let text = '';
    for (let seq = Math.max(hiddenThrough, lastSeq - last) + 1; seq <= lastSeq; seq += 1) {
      const document = messages[seq - 1] as string;
      text += text === '' ? document : `,${document}`;
    }
    send(response, 200, messagesText(text, lastSeq, hiddenThrough), etagOf(session));
  },
};

function create(id: string, userId: string | null, metadata: string): Session {
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

function etagOf({ uuid, version }: Session): string {
  return `"${uuid}.${version}"`;
}

serve(program);
