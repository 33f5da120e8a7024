import { createLoadGenerator, type LoadGenerator } from '../load/load-generator.js';
import { type Contestant, measurePair } from '../measure/measure-pair.js';
import {
  type FlatData,
  type FlatRow,
  type FlatSide,
  flatRows,
  type SizedData,
  shortMessageCount,
  shortUserSessionCount,
} from '../rows/flat-rows.js';
import { send } from '../seed/read-set.js';
import type { Settings } from '../settings.js';
import { openFlatRedis } from './flat-redis.js';
import { openFlatSqlite } from './flat-sqlite.js';
import { bulkPrefix, type FlatStore, type OpenFlatStores, type Size } from './flat-store.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain } from './servers.js';

type Stores = Readonly<Record<Size, FlatStore>>;
type FlatStoreName = 'redis' | 'sqlite';

const openers: Readonly<Record<FlatStoreName, OpenFlatStores>> = { redis: openFlatRedis, sqlite: openFlatSqlite };
const goal = 0.2;

/** The product on little and on much, in turn: two stores, with a product on each. */
export async function runFlat(store: FlatStoreName, context: RunContext): Promise<void> {
  const nameOf = ({ name }: FlatRow) => `${store}/flat-${name}`;
  const rows = flatRows.filter((row) => context.isWanted(nameOf(row)));
  if (rows.length === 0) return;
  const started = createStarted();
  try {
    const stores = await openers[store](context, started);
    const data = await describeData(stores, context.settings);
    for (const row of rows) {
      const servers = { small: stores.small.server, large: stores.large.server };
      await explain(servers, () => runRow(nameOf(row), row, { stores, data, context }));
    }
  } finally {
    await started.stop();
  }
}

async function describeData(stores: Stores, settings: Settings): Promise<FlatData> {
  const describe = async (size: Size): Promise<SizedData> => {
    const sessionCount = settings[`${size}SessionCount`];
    return { sessionCount, idPrefix: bulkPrefix, middlePath: await findMiddle(stores[size].server.port, sessionCount) };
  };
  return { small: await describe('small'), large: await describe('large') };
}

/** Walks there as a client would: a cursor is opaque. */
async function findMiddle(port: number, sessionCount: number): Promise<string> {
  const limit = Math.min(1_000, sessionCount / 2);
  let cursor = '';
  for (let seen = 0; seen < sessionCount / 2; seen += limit) {
    const page = (await send(port, 'GET', `/v1/sessions?limit=${limit}${cursor}`)) as { next_cursor: string };
    cursor = `&cursor=${page.next_cursor}`;
  }
  return `/v1/sessions?limit=100${cursor}`;
}

interface RowOptions {
  readonly stores: Stores;
  readonly data: FlatData;
  readonly context: RunContext;
}

async function runRow(name: string, row: FlatRow, { stores, data, context }: RowOptions): Promise<void> {
  const { settings } = context;
  const connectionCount = row.connectionCount ?? settings.connectionCount;
  const generators: Record<Size, LoadGenerator> = {
    small: await createLoadGenerator(stores.small.server.port, connectionCount),
    large: await createLoadGenerator(stores.large.server.port, connectionCount),
  };
  let freshCount = 0;
  try {
    const sides = await row.prepare({
      data,
      connectionCount,
      freshPrefix() {
        freshCount += 1;
        return `fresh-${row.name}-${freshCount}-`;
      },
      async runOnce(size, workload, requestsPerConnection) {
        await generators[size].run(workload, { requestsPerConnection });
      },
    });
    const contestant = (size: Size, side: FlatSide): Contestant => ({
      ...side,
      generator: generators[size],
      pid: stores[size].server.pid,
      redisPid: stores[size].redisPid,
    });
    const figures = await measurePair(
      contestant(row.stores.small, sides.small),
      contestant(row.stores.large, sides.large),
      settings,
    );
    context.onFlat({ row: name, title: row.title, sizes: sizesOf(row, settings), goal, ...figures });
  } finally {
    for (const generator of Object.values(generators)) generator.close();
  }
}

function sizesOf({ name }: FlatRow, settings: Settings): string {
  const { smallSessionCount, largeSessionCount, largeUserSessionCount, largeMessageCount } = settings;
  if (name === 'user-list') return `${shortUserSessionCount} / ${format(largeUserSessionCount)}`;
  if (name.endsWith('-length')) return `${shortMessageCount} / ${format(largeMessageCount)}`;
  return `${format(smallSessionCount)} / ${format(largeSessionCount)}`;
}

function format(count: number): string {
  return count.toLocaleString('en');
}
