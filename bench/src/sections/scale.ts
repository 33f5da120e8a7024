import { createLoadGenerator } from '../load/load-generator.js';
import { openRedis } from '../machine/open-redis.js';
import { pin } from '../machine/pin.js';
import { newSqliteFile } from '../machine/sqlite-file.js';
import { type Server, startProduct } from '../machine/start-server.js';
import { type Contestant, measurePair } from '../measure/measure-pair.js';
import { type ScaleRow, scaleRowsOf } from '../rows/scale-rows.js';
import { type ReadSet, seedReadSet } from '../seed/read-set.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain, type Started } from './servers.js';

type Side = ScaleRow['first'];

interface Stage {
  readonly servers: Readonly<Record<Side['by'], readonly Server[]>>;
  readonly readSet: ReadSet;
  readonly redisPid: number | undefined;
}

/** The product on one process and on two, in turn, on one store. Nothing is pinned: two servers need the cores of all others, too. */
export async function runScale(store: 'redis' | 'sqlite', context: RunContext): Promise<void> {
  const nameOf = ({ name }: ScaleRow) => `${store}/scale-${name}`;
  const rows = scaleRowsOf(store).filter((row) => context.isWanted(nameOf(row)));
  if (rows.length === 0) return;
  const { placement } = context;
  const started = createStarted();
  // What is started from now on inherits it.
  pin(process.pid, placement.allCores);
  try {
    const stage = await openStage(store, context, started);
    for (const row of rows) {
      const { kind, title } = row;
      const servers = Object.fromEntries(
        Object.entries(stage.servers).map(([name, [server]]) => [name, server as Server]),
      );
      await explain(servers, async () => {
        context.onScale({
          row: nameOf(row),
          title: `${store}, ${title}`,
          kind,
          ...(await measureRow(row, stage, context)),
        });
      });
    }
  } finally {
    await started.stop();
    pin(process.pid, placement.otherCore);
  }
}

async function openStage(store: 'redis' | 'sqlite', { settings }: RunContext, started: Started): Promise<Stage> {
  const redis = store === 'redis' ? await started.add(openRedis(settings, undefined)) : undefined;
  const url = redis?.url ?? `sqlite:${await newSqliteFile()}`;
  const open = (workers: number) =>
    started.add(
      startProduct(url, { core: undefined, env: { SCROLLBACK_WORKERS: `${workers}` }, server: settings.server }),
    );
  const [one, workers] = [await open(1), await open(2)];
  // The second of the two servers is idle in rows that ask one process alone.
  const servers = { one: [one], workers: [workers], servers: [one, await open(1)] };
  return { servers, redisPid: redis?.pid, readSet: await seedReadSet(one.port, settings.readSessionCount) };
}

async function measureRow(row: ScaleRow, stage: Stage, { settings }: RunContext) {
  const { connectionCount, warmSessionCount } = settings;
  const ringSize = Math.ceil(warmSessionCount / connectionCount);
  const openContestant = async (side: Side, name: string): Promise<Contestant> => {
    const servers = stage.servers[side.by];
    const generator = await createLoadGenerator(
      servers.map(({ port }) => port),
      connectionCount,
    );
    const idPrefix = `scale-${row.name}-${name}-`;
    const workload = side.workload({ readIds: stage.readSet.ids, idPrefix, ringSize });
    if (side.isWrite) await generator.run(workload, { requestsPerConnection: ringSize });
    const [pid, ...otherPids] = servers.flatMap(pidsOf) as [number, ...number[]];
    return { generator, workload, pid, otherPids, redisPid: stage.redisPid };
  };
  const first = await openContestant(row.first, 'first');
  const second = await openContestant(row.second, 'second');
  try {
    return await measurePair(first, second, settings);
  } finally {
    first.generator.close();
    second.generator.close();
  }
}

/** That of the process that was started, and those of its workers, which its log has. */
function pidsOf(server: Server): number[] {
  const workers = server.output().matchAll(/"pid":(\d+),"msg":"a worker listens"/g);
  return [server.pid, ...[...workers].map(([, pid]) => Number(pid))];
}
