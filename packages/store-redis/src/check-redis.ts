import { StoreSchemaError, StoreUnavailableError } from '@scrollback/store';
import type { Cluster, Redis } from 'ioredis';
import { bucketCount, type Keys } from './keys.js';
import type { Settings } from './options.js';
import type { Client } from './scripts.js';

const layoutVersion = 1;

/**
 * Rejects with a `StoreError` when this Redis must not be used: another layout is stored there, or it is not durable although
 * that was required. It is asked on every new connection, because that may lead to another Redis.
 */
export function createRedisCheck(client: Client, keys: Keys, settings: Settings): () => Promise<void> {
  const warned = new Set<string>();

  return async () => {
    await requireDatabase(client);
    const weaknesses = await findWeaknesses(client);
    const [weakness] = weaknesses;
    if (settings.requireDurable && weakness !== undefined) {
      throw new StoreUnavailableError(`Redis is not durable: ${weakness}`, { operation: 'open' });
    }
    for (const weakness of weaknesses) {
      if (!warned.has(weakness)) settings.onWarning(weakness);
      warned.add(weakness);
    }
    await requireLayout(client, keys.schema);
  };
}

/** A client goes on in database 0 when there is no such database: another deployment may be there. */
async function requireDatabase(client: Client): Promise<void> {
  const db = client.isCluster ? 0 : ((client as unknown as Redis).options.db ?? 0);
  if (db === 0) return;
  try {
    await (client as unknown as Redis).select(db);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
    throw new StoreUnavailableError(`Redis has no database ${db}`, { operation: 'open', cause: error });
  }
}

/** Writes down the layout where none is, and compares it where one is. */
async function requireLayout(client: Client, key: string): Promise<void> {
  const expected = `${layoutVersion} ${bucketCount}`;
  // Read first: a full Redis refuses to write what it has, and could not be emptied.
  if ((await client.get(key)) === expected) return;
  // One command: of servers that start at the same time, one sets it and the others see it.
  const stored = (await client.call('SET', key, expected, 'NX', 'GET')) as string | null;
  if (stored === null || stored === expected) return;
  throw new StoreSchemaError(
    `${key} says that the layout is ${JSON.stringify(stored)}; this version knows ${JSON.stringify(expected)}`,
    { operation: 'open' },
  );
}

async function findWeaknesses(client: Client): Promise<string[]> {
  const nodes = client.isCluster ? (client as unknown as Cluster).nodes('master') : [client];
  const found = await Promise.all(
    nodes.map(async (node) => {
      try {
        return judge(await node.info(), client.isCluster);
      } catch (error) {
        // Some providers forbid INFO.
        if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
        return [`Redis did not say whether it is durable, nor does it tell of failovers: ${error.message}`];
      }
    }),
  );
  return [...new Set(found.flat())];
}

function judge(info: string, isCluster: boolean): string[] {
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  const weaknesses: string[] = [];
  if (field('cluster_enabled') === '1' && !isCluster) {
    throw new StoreUnavailableError('this Redis is a node of a cluster: use a redis-cluster:// URL', {
      operation: 'open',
    });
  }
  if (field('aof_enabled') === '0') {
    weaknesses.push('Redis has no append-only file (appendonly no): acknowledged writes do not survive its restart');
  }
  const policy = field('maxmemory_policy');
  if (policy.startsWith('allkeys')) {
    weaknesses.push(`Redis may evict records when its memory is full (maxmemory-policy ${policy}): use noeviction`);
  }
  if (Number.parseInt(field('redis_version'), 10) < 7) {
    throw new StoreUnavailableError(`Redis 7.0 or newer is needed, this is ${field('redis_version')}`, {
      operation: 'open',
    });
  }
  return weaknesses;
}
