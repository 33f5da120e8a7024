import type { MessageRange, SessionRecord, SessionSnapshot, SessionStore } from '@scrollback/store';
import { type Call, prolong } from './call.js';
import { commitSession } from './commit-session.js';
import type { Context } from './context.js';
import { dueSessions } from './due-sessions.js';
import { listSessions } from './list-sessions.js';
import { loadSession } from './load-session.js';
import { decodePairs, decodeRange } from './message-codec.js';
import type { Perform } from './perform.js';
import { purgeSession } from './purge-session.js';
import type { Repairs } from './repairs.js';
import { decodePacked, decodeSession } from './session-codec.js';

/** So many messages are removed at once: a fraction of a millisecond. */
const trimSliceSize = 500;

export function createSessions(context: Context, repairs: Repairs, perform: Perform): SessionStore {
  const { connection, keys } = context;

  async function find(call: Call, id: string): Promise<SessionRecord | undefined> {
    const key = keys.bucketOf(id).session + id;
    const [stamp, position = null, record] = await connection.ask(call, (client) =>
      client.hmget(key, 'stamp', 'position', 'record'),
    );
    if (stamp == null || record == null) return undefined;
    const stored = decodeSession(id, stamp, position, record);
    return stored.place === 'settled' ? stored.record : await loadSession(context, call, id);
  }

  async function read(call: Call, id: string, range: MessageRange): Promise<SessionSnapshot | undefined> {
    const bucket = keys.bucketOf(id);
    const bounds = 'last' in range ? ['last', range.last, 0] : ['after', range.after, range.limit];
    const values = [bucket.session + id, bucket.messages + id, ...bounds, range.through ?? '', range.maxBytes];
    const reply = await connection.run(call, 'readSession', values);
    if (reply === null) return undefined;
    const { own, stored } = decodePacked(id, reply[0]);
    if (stored.place === 'settled') return { record: stored.record, messages: decodeRange(reply, 1, own) };
    // Then nothing of it was valid yet.
    await loadSession(context, call, id);
    return await read(call, id, range);
  }

  async function messagesById(call: Call, id: string, uuids: readonly string[]): Promise<SessionSnapshot | undefined> {
    const bucket = keys.bucketOf(id);
    const values = [bucket.session + id, bucket.messages + id, bucket.ids + id, ...uuids];
    const reply = await connection.run(call, 'messagesById', values);
    if (reply === null) return undefined;
    const { record, place } = decodeSession(id, reply[0], reply[1], reply[2]);
    if (place === 'settled') return { record, messages: decodePairs(reply, 3) };
    await loadSession(context, call, id);
    return await messagesById(call, id, uuids);
  }

  async function trim(call: Call, { id, uuid, after, through }: Parameters<SessionStore['trim']>[0]): Promise<void> {
    const bucket = keys.bucketOf(id);
    const sessionKeys = [bucket.session + id, bucket.messages + id, bucket.ids + id];
    for (let first = after + 1; first <= through; ) {
      prolong(call);
      const last = Math.min(first + trimSliceSize - 1, through);
      const next = await connection.run(call, 'trimSession', [...sessionKeys, uuid, first, last], true);
      if (next === 0) return;
      first = next;
      call.isUncertain = true;
    }
  }

  return {
    find: (id) => perform('sessions.find', id, (call) => find(call, id)),
    list: (query) => perform('sessions.list', undefined, (call) => listSessions(context, call, query)),
    count: ({ state, userUuid }) =>
      perform('sessions.count', undefined, (call) =>
        connection.ask(call, (client) => client.zcard(keys.sessionList(state, userUuid))),
      ),
    due: (query) =>
      perform('sessions.due', undefined, async (call) => {
        // A purge run begins here, and should see what others left unfinished.
        await repairs.runIfDue();
        prolong(call);
        return await dueSessions(context, call, query);
      }),
    commit: (commit) => perform('sessions.commit', commit.next.id, (call) => commitSession(context, call, commit)),
    read: (id, range) => perform('sessions.read', id, (call) => read(call, id, range)),
    messagesById: (id, uuids) => perform('sessions.messagesById', id, (call) => messagesById(call, id, uuids)),
    trim: (range) => perform('sessions.trim', range.id, (call) => trim(call, range)),
    purge: (target) => perform('sessions.purge', target.id, (call) => purgeSession(context, call, target)),
  };
}
