import type { SessionState } from '@scrollback/store';
import type { Cluster, Redis } from 'ioredis';
import { askMany } from './ask-many.js';
import { createCall } from './call.js';
import type { Context } from './context.js';
import { listSessions } from './list-sessions.js';
import { repairSession } from './repair-session.js';
import { decodeIfReadable } from './session-codec.js';

const keysAtOnce = 500;
const entriesAtOnce = 200;
const repairsAtOnce = 16;
const lockMs = 30_000;

/**
 * Puts every session of a cluster where it belongs in the lists, if a node was replaced by its replica since that was last done.
 *
 * Replication is asynchronous: the lists are on one node, the records on all, and a failover takes one of them back a moment,
 * with what notes have vouched for. A single Redis, or its replica, has both of the same moment, and the notes of that moment.
 */
export async function rebuildIfNeeded(context: Context, isStopped: () => boolean): Promise<void> {
  if (!context.connection.isCluster) return;
  // Another node may be replaced meanwhile.
  while (!isStopped() && (await rebuildOnce(context, isStopped)));
}

/** Resolves with whether there was something to do, and nobody else was doing it. */
async function rebuildOnce(context: Context, isStopped: () => boolean): Promise<boolean> {
  const { connection, keys } = context;
  await connection.ready(createCall('rebuild'));
  const masters = (connection.client as unknown as Cluster).nodes('master');
  const epoch = await readEpoch(masters);
  const lock = `${keys.epoch}:rebuilding`;
  if ((await connection.run(createCall('rebuild'), 'listsEpoch', [keys.epoch, lock, epoch, lockMs])) === 0)
    return false;
  try {
    const keepLock = () => connection.ask(createCall('rebuild'), (client) => client.pexpire(lock, lockMs));
    for (const master of masters) await placeRecords(context, master, isStopped, keepLock);
    for (const state of ['live', 'deleted'] as const) await walkList(context, state, isStopped, keepLock);
    if (!isStopped()) await connection.ask(createCall('rebuild'), (client) => client.set(keys.epoch, epoch));
  } finally {
    await connection.ask(createCall('rebuild'), (client) => client.del(lock));
  }
  return true;
}

/** A replica that becomes a master begins a history of its own, and so does a master that starts again. */
async function readEpoch(masters: readonly Redis[]): Promise<string> {
  const histories = await Promise.all(
    masters.map(async (master) => /master_replid:(\w+)/.exec(await master.info('replication'))?.[1] ?? ''),
  );
  return histories.sort().join(' ');
}

/** Compares the records of a node with the lists, and puts in order what differs. */
async function placeRecords(
  context: Context,
  master: Redis,
  isStopped: () => boolean,
  keepLock: () => Promise<unknown>,
): Promise<void> {
  const { connection, settings } = context;
  const prefix = `${settings.prefix}:`.replace(/[*?[\]\\]/g, '\\$&');
  let cursor = '0';
  do {
    const [next, found] = await connection.ask(createCall('rebuild'), () =>
      master.scan(cursor, 'MATCH', `${prefix}{b*}:session:*`, 'COUNT', keysAtOnce),
    );
    const ids = found.map((key) => key.slice(key.indexOf('}:session:') + 10));
    await repairAll(context, ids);
    await keepLock();
    cursor = next;
  } while (cursor !== '0' && !isStopped());
}

/** Entries whose record was lost, or purged, are removed by whoever reads the list. */
async function walkList(
  context: Context,
  state: SessionState,
  isStopped: () => boolean,
  keepLock: () => Promise<unknown>,
): Promise<void> {
  let after: number | undefined;
  while (!isStopped()) {
    const query = { state, after, limit: entriesAtOnce, order: 'asc' } as const;
    const records = await listSessions(context, createCall('rebuild'), query);
    await keepLock();
    if (records.length < entriesAtOnce) return;
    after = records.at(-1)?.position;
  }
}

/** Compares where some sessions are with where they belong, and repairs those that are elsewhere. */
async function repairAll(context: Context, ids: readonly string[]): Promise<void> {
  const misplaced = await findMisplaced(context, ids);
  for (let start = 0; start < misplaced.length; start += repairsAtOnce) {
    await Promise.all(
      misplaced
        .slice(start, start + repairsAtOnce)
        .map(({ uuid, id }) => repairSession(context, createCall('rebuild', id), uuid, id)),
    );
  }
}

async function findMisplaced({ connection, keys, settings }: Context, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const fields = await askMany<(string | null)[]>(
    connection,
    createCall('rebuild'),
    ids.map((id) => ['hmget', keys.bucketOf(id).session + id, 'stamp', 'position', 'record'] as const),
  );
  const records = ids.flatMap((id, index) => {
    const [stamp = null, position = null, record = null] = fields[index] ?? [];
    if (stamp === null || record === null) return [];
    return decodeIfReadable(settings, id, stamp, position, record)?.record ?? [];
  });
  if (records.length === 0) return [];
  const uuids = records.map(({ uuid }) => uuid);
  const entries = await connection.ask(createCall('rebuild'), (client) => client.hmget(keys.placed, ...uuids));
  return records.filter(({ state, user, position }, index) => {
    const [placedPosition, , placedState, placedUser] = entries[index]?.split(' ') ?? [];
    return Number(placedPosition) !== position || placedState !== state || placedUser !== (user?.uuid ?? '-');
  });
}
