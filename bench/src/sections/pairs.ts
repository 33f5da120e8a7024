import type { LoadGenerator } from '../load/load-generator.js';
import type { Workload } from '../load/workload.js';
import { describeRoom, watchMessageRoom } from '../machine/sqlite-file.js';
import { requireSameWork, takeSample } from '../measure/compare-work.js';
import { measurePair } from '../measure/measure-pair.js';
import { profileSide } from '../profile/profile-side.js';
import type { PairRow, StoreName } from '../rows/pair-row.js';
import { pairRowsOf } from '../rows/pair-rows.js';
import { send } from '../seed/read-set.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain, type Started } from './servers.js';
import { openGenerator, openSides, profileFile, type SideName, type Sides } from './sides.js';

/** A row on its way: both sides have what they need to be asked. */
interface ReadyRow {
  /** `redis/get`, for example. */
  readonly name: string;
  readonly row: PairRow;
  readonly goal: number;
  readonly sides: Sides;
  readonly generators: Readonly<Record<SideName, LoadGenerator>>;
  readonly workloads: Readonly<Record<SideName, Workload>>;
}

/** Product and baseline in turn, on one kind of store. */
export async function runPairs(store: StoreName, context: RunContext): Promise<void> {
  const rows = pairRowsOf(store).filter(({ name }) => context.isWanted(`${store}/${name}`));
  if (rows.length === 0) return;
  const started = createStarted();
  try {
    const sides = await openSides[store](context, started);
    for (const row of rows) {
      const servers = { product: sides.product.server, baseline: sides.baseline.server };
      await explain(servers, () => runRow(store, row, sides, context));
    }
  } finally {
    await started.stop();
  }
}

async function runRow(store: StoreName, row: PairRow, sides: Sides, context: RunContext): Promise<void> {
  const started = createStarted();
  try {
    const generators = {
      product: await generatorOf('product', row, sides, started),
      baseline: await generatorOf('baseline', row, sides, started),
    };
    const prepared = (side: SideName) => prepare(row, side, { sides, generators, context });
    const workloads = { product: await prepared('product'), baseline: await prepared('baseline') };
    const name = `${store}/${row.name}`;
    const ready = { name, row, goal: row.goals[store] ?? 0, sides, generators, workloads };
    await checkRow(ready);
    await (context.profileFolder === undefined ? measureRow(ready, context) : profileRow(ready, context));
  } finally {
    await started.stop();
  }
}

/** Of the row alone when it wants another number of connections than the others. */
async function generatorOf(
  side: SideName,
  { connectionCount }: PairRow,
  sides: Sides,
  started: Started,
): Promise<LoadGenerator> {
  const { server, generator } = sides[side];
  return connectionCount === undefined ? generator : await openGenerator(server, connectionCount, started);
}

interface Preparation extends Pick<ReadyRow, 'sides' | 'generators'> {
  readonly context: RunContext;
}

function prepare(row: PairRow, side: SideName, { sides, generators, context }: Preparation): Promise<Workload> {
  const { server, readSet } = sides[side];
  const { settings } = context;
  const connectionCount = row.connectionCount ?? settings.connectionCount;
  return row.prepare({
    connectionCount,
    ringSize: Math.ceil(settings.warmSessionCount / connectionCount),
    side,
    readIds: readSet.ids,
    async runOnce(workload, requestsPerConnection) {
      await generators[side].run(workload, { requestsPerConnection });
    },
    async createUsers(prefix, count) {
      for (let index = 0; index < count; index += 1) {
        await send(server.port, 'POST', '/v1/users', { user_id: prefix + String(index).padStart(2, '0') });
      }
    },
  });
}

async function checkRow({ name, sides, workloads }: ReadyRow): Promise<void> {
  const watch = await sides.openWatch();
  try {
    await requireSameWork((side) => takeSample(sides[side].server.port, workloads[side], watch), name);
  } finally {
    watch.close();
  }
}

async function measureRow({ name, row, goal, sides, generators, workloads }: ReadyRow, context: RunContext) {
  const contestant = (side: SideName) => ({
    generator: generators[side],
    workload: workloads[side],
    pid: sides[side].server.pid,
    redisPid: sides.redisPid,
  });
  const isRoomWanted = row.name === 'append' && sides.sqliteFile !== undefined;
  const room = isRoomWanted ? watchMessageRoom(sides.sqliteFile) : undefined;
  const figures = await measurePair(contestant('product'), contestant('baseline'), context.settings);
  context.onPair({ row: name, title: row.title, goal, ...figures });
  if (room !== undefined) context.say(`  ${describeRoom(room())}`);
}

async function profileRow({ name, sides, generators, workloads }: ReadyRow, context: RunContext): Promise<void> {
  const { settings, profileFolder = '' } = context;
  const durations = { warmUpMs: settings.warmUpMs, durationMs: 3 * settings.sliceMs };
  const profile = (side: SideName) => {
    const file = profileFile(profileFolder, side);
    const { server } = sides[side];
    return profileSide({ server, generator: generators[side], workload: workloads[side], file }, durations);
  };
  context.onProfile(name, await profile('product'), await profile('baseline'));
}
