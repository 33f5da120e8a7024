import { startRedisCluster } from '@scrollback/services';
import { Redis } from 'ioredis';
import { startProduct } from '../machine/start-server.js';
import { createSessionWorkload } from '../rows/session-workloads.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain } from './servers.js';
import { openGenerator } from './sides.js';

export const spreadRow = 'cluster/spread';

const nodeCount = 3;
/** In per cent: a third, and a little for chance. */
const goal = 35;
const sessionCountAtMost = 30_000;

/** How evenly the sessions that a server creates are spread over the nodes of a Redis Cluster. */
export async function runSpread(context: RunContext): Promise<void> {
  if (!context.isWanted(spreadRow)) return;
  const { settings, placement } = context;
  const { connectionCount } = settings;
  const started = createStarted();
  try {
    const cluster = await started.add(startRedisCluster({ nodes: nodeCount }));
    const options = { core: placement.serverCore, server: settings.server };
    const server = await started.add(startProduct(cluster.url, options));
    const generator = await openGenerator(server, connectionCount, started);
    const requestsPerConnection = Math.ceil(Math.min(sessionCountAtMost, settings.largeSessionCount) / connectionCount);
    const workload = createSessionWorkload({ connectionCount, idPrefix: 'spread-' });
    await explain({ product: server }, () => generator.run(workload, { requestsPerConnection }));
    const counts = await Promise.all(cluster.nodes.map(({ url }) => countSessions(url)));
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total !== requestsPerConnection * connectionCount) {
      throw new Error(`${total} sessions are stored, and ${requestsPerConnection * connectionCount} were created`);
    }
    const shares = counts.map((count) => (100 * count) / total).sort((left, right) => right - left);
    const details = { sessions: total, 'second node': shares[1] as number, 'third node': shares[2] as number };
    context.onFigure({
      row: spreadRow,
      title: 'sessions on the fullest of 3 nodes',
      value: shares[0] as number,
      unit: '%',
      goal,
      details,
    });
  } finally {
    await started.stop();
  }
}

async function countSessions(url: string): Promise<number> {
  const redis = new Redis(url);
  try {
    let count = 0;
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', '*}:session:*', 'COUNT', 5_000);
      count += keys.length;
      cursor = next;
    } while (cursor !== '0');
    return count;
  } finally {
    redis.disconnect();
  }
}
