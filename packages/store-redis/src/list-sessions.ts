import { type SessionQuery, type SessionRecord, sessionWith } from '@scrollback/store';
import { askMany } from './ask-many.js';
import { type Call, createCall } from './call.js';
import type { Context } from './context.js';
import { idOf } from './keys.js';
import { loadSession } from './load-session.js';
import { repairSession } from './repair-session.js';
import { decodePacked, decodeSession, type StoredSession } from './session-codec.js';

/** A member of a list, and what is stored under its id. */
interface Entry {
  readonly member: string;
  readonly score: number;
  readonly stored: StoredSession | undefined;
}

/**
 * A page of a list. Lists follow the records with a little delay, or a long one when a server died in between: entries whose
 * record does not belong into this list are left out, and put in order by the way.
 */
export async function listSessions(context: Context, call: Call, query: SessionQuery): Promise<SessionRecord[]> {
  const { limit } = query;
  const records: SessionRecord[] = [];
  let { after } = query;
  for (;;) {
    const wanted = limit - records.length;
    const entries = await readEntries(context, call, { ...query, after, limit: wanted });
    for (const entry of entries) {
      const record = toListed(query, entry) ?? (await settleListed(context, call, query, entry));
      if (record !== undefined) records.push(record);
    }
    if (entries.length < wanted || records.length === limit) return records;
    after = entries.at(-1)?.score;
  }
}

function readEntries(context: Context, call: Call, query: SessionQuery): Promise<Entry[]> {
  const list = context.keys.sessionList(query.state, query.userUuid);
  return context.connection.isCluster
    ? readEntriesApart(context, call, list, query)
    : readEntriesTogether(context, call, list, query);
}

async function readEntriesTogether(
  { connection, settings }: Context,
  call: Call,
  list: string,
  { after, limit, order }: SessionQuery,
): Promise<Entry[]> {
  const values = await connection.run(call, 'listSessions', [list, after ?? '', limit, order, `${settings.prefix}:`]);
  const entries: Entry[] = [];
  for (let index = 0; index < values.length; index += 2) {
    const [member, text] = [values[index] as string, values[index + 1] as string];
    if (text.includes(' ')) {
      const { own, stored } = decodePacked(idOf(member), text);
      entries.push({ member, score: own, stored });
    } else {
      entries.push({ member, score: Number(text), stored: undefined });
    }
  }
  return entries;
}

/** Two round trips: the list, and then the records, which are on all nodes. */
async function readEntriesApart(
  { connection, keys }: Context,
  call: Call,
  list: string,
  { after, limit, order }: SessionQuery,
): Promise<Entry[]> {
  const isAscending = order === 'asc';
  const start = after === undefined ? (isAscending ? '-inf' : '+inf') : `(${after}`;
  const range = [start, isAscending ? '+inf' : '-inf', 'BYSCORE', ...(isAscending ? [] : ['REV'])];
  const found = await connection.ask(
    call,
    (client) => client.call('ZRANGE', list, ...range, 'LIMIT', 0, limit, 'WITHSCORES') as Promise<string[]>,
  );
  const members = found.filter((_, index) => index % 2 === 0);
  const fields = await askMany<(string | null)[]>(
    connection,
    call,
    members.map((member) => {
      const id = idOf(member);
      return ['hmget', keys.bucketOf(id).session + id, 'stamp', 'position', 'record'] as const;
    }),
  );
  return members.map((member, index) => {
    const [stamp = null, position = null, record = null] = fields[index] ?? [];
    const isStored = stamp !== null && record !== null;
    const stored = isStored ? decodeSession(idOf(member), stamp, position, record) : undefined;
    return { member, score: Number(found[2 * index + 1]), stored };
  });
}

/** The record of an entry, if it certainly belongs into the list. */
function toListed(query: SessionQuery, { member, score, stored }: Entry): SessionRecord | undefined {
  // An unconfirmed user may be one that the lists refuse. A new record was accepted: it would not be here otherwise.
  if (stored === undefined || stored.place === 'unconfirmed') return undefined;
  const { record } = stored;
  if (!member.startsWith(record.uuid) || !isIn(query, record)) return undefined;
  return record.position === score ? record : sessionWith(record, { position: score });
}

/** The same for one that does not, at first sight. What is wrong with it is put in order, now or in the background. */
async function settleListed(
  context: Context,
  call: Call,
  query: SessionQuery,
  { member, stored }: Entry,
): Promise<SessionRecord | undefined> {
  const id = idOf(member);
  const uuid = member.slice(0, 36);
  if (stored?.place === 'unconfirmed') {
    const record = await loadSession(context, call, id);
    if (record?.uuid === uuid && isIn(query, record)) return record;
  }
  context.background.startOnce(uuid, () => repairSession(context, createCall('repair', id), uuid, id));
  return undefined;
}

function isIn({ state, userUuid }: SessionQuery, record: SessionRecord): boolean {
  return record.state === state && (userUuid === undefined || record.user?.uuid === userUuid);
}
