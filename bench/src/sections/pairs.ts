import { join } from 'node:path';
import { createLoadGenerator, type LoadGenerator } from '../load/load-generator.js';
import type { Workload } from '../load/workload.js';
import { openRedis } from '../machine/open-redis.js';
import { type Server, startProduct, startProgram } from '../machine/start-server.js';
import { requireSameWork, takeSample } from '../measure/compare-work.js';
import { measurePair } from '../measure/measure-pair.js';
import { profilerEnvironment, profileSide } from '../profile/profile-side.js';
import { type PairRow, pairRows } from '../rows/pair-rows.js';
import { type ReadSet, seedReadSet, send } from '../seed/read-set.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain, type Started } from './servers.js';

type SideName = 'product' | 'baseline';

interface Side {
  readonly server: Server;
  readonly generator: LoadGenerator;
  readonly readSet: ReadSet;
}

interface Sides {
  readonly product: Side;
  readonly baseline: Side;
  readonly redis: { readonly url: string; readonly pid: number } | undefined;
}

/** Product and baseline in turn, on one kind of store. */
export async function runPairs(store: 'redis' | 'memory', context: RunContext): Promise<void> {
  const rows = pairRows.filter(({ name }) => context.isWanted(`${store}/${name}`));
  if (rows.length === 0) return;
  const started = createStarted();
  try {
    const sides = await (store === 'redis' ? openOnRedis(context, started) : openInMemory(context, started));
    for (const row of rows) {
      const servers = { product: sides.product.server, baseline: sides.baseline.server };
      await explain(servers, () => runRow(store, row, sides, context));
    }
  } finally {
    await started.stop();
  }
}

async function openOnRedis(context: RunContext, started: Started): Promise<Sides> {
  const { settings, placement } = context;
  const core = placement.serverCore;
  const redis = await started.add(openRedis(settings, placement.otherCore));
  const product = await started.add(
    startProduct(redis.url, { core, env: environmentOf('product', context), server: settings.server }),
  );
  const baseline = await started.add(
    startProgram('baseline-redis', [redis.url], { core, env: environmentOf('baseline', context) }),
  );
  // They share what is read: so it is the same bytes for both.
  const readSet = await seedReadSet(product.port, settings.readSessionCount);
  const connect = (server: Server) => openGenerator(server, settings.connectionCount, started);
  return {
    product: { server: product, generator: await connect(product), readSet },
    baseline: { server: baseline, generator: await connect(baseline), readSet },
    redis,
  };
}

async function openInMemory(context: RunContext, started: Started): Promise<Sides> {
  const { settings, placement } = context;
  const core = placement.serverCore;
  const open = async (starting: Promise<Server>): Promise<Side> => {
    const server = await started.add(starting);
    const readSet = await seedReadSet(server.port, settings.readSessionCount);
    return { server, readSet, generator: await openGenerator(server, settings.connectionCount, started) };
  };
  return {
    product: await open(
      startProduct('memory:', { core, env: environmentOf('product', context), server: settings.server }),
    ),
    baseline: await open(startProgram('baseline-memory', [], { core, env: environmentOf('baseline', context) })),
    redis: undefined,
  };
}

function environmentOf(side: SideName, { profileFolder }: RunContext): Record<string, string> {
  return profileFolder === undefined ? {} : profilerEnvironment(profileFile(profileFolder, side));
}

function profileFile(folder: string, side: SideName): string {
  return join(folder, `${side}.cpuprofile`);
}

async function openGenerator(server: Server, connectionCount: number, started: Started): Promise<LoadGenerator> {
  const generator = await createLoadGenerator(server.port, connectionCount);
  await started.add(Promise.resolve({ stop: async () => generator.close() }));
  return generator;
}

async function runRow(store: 'redis' | 'memory', row: PairRow, sides: Sides, context: RunContext): Promise<void> {
  const { settings } = context;
  const workloads: Record<SideName, Workload> = {
    product: await prepare(row, 'product', sides, settings.connectionCount),
    baseline: await prepare(row, 'baseline', sides, settings.connectionCount),
  };
  await requireSameWork(
    (side) => takeSample(sides[side].server.port, workloads[side], sides.redis?.url),
    `${store}/${row.name}`,
  );
  if (context.profileFolder !== undefined) {
    const profile = (side: SideName) => {
      const { server, generator } = sides[side];
      const file = profileFile(context.profileFolder as string, side);
      const durations = { warmUpMs: settings.warmUpMs, durationMs: 3 * settings.sliceMs };
      return profileSide({ server, generator, workload: workloads[side], file }, durations);
    };
    context.onProfile(`${store}/${row.name}`, await profile('product'), await profile('baseline'));
    return;
  }
  const contestant = (side: SideName) => ({
    generator: sides[side].generator,
    workload: workloads[side],
    pid: sides[side].server.pid,
    redisPid: sides.redis?.pid,
  });
  const figures = await measurePair(contestant('product'), contestant('baseline'), settings);
  context.onPair({ row: `${store}/${row.name}`, title: row.title, goal: row.goals[store], ...figures });
}

function prepare(row: PairRow, side: SideName, sides: Sides, connectionCount: number): Promise<Workload> {
  const { server, generator, readSet } = sides[side];
  return row.prepare({
    connectionCount,
    side,
    readIds: readSet.ids,
    async runOnce(workload, requestsPerConnection) {
      await generator.run(workload, { requestsPerConnection });
    },
    async createUsers(prefix, count) {
      for (let index = 0; index < count; index += 1) {
        await send(server.port, 'POST', '/v1/users', { user_id: prefix + String(index).padStart(2, '0') });
      }
    },
  });
}
