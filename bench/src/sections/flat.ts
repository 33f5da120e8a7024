import { Redis } from 'ioredis';
import { createLoadGenerator, type LoadGenerator } from '../load/load-generator.js';
import { openRedis } from '../machine/open-redis.js';
import { type Server, startProduct } from '../machine/start-server.js';
import { type Contestant, measurePair } from '../measure/measure-pair.js';
import { withScripts } from '../programs/redis-layout.js';
import {
  type FlatData,
  type FlatRow,
  type FlatSide,
  flatRows,
  largeUser,
  longSessionCount,
  longSessionId,
  type SizedData,
  shortMessageCount,
  shortSessionId,
  shortUserSessionCount,
  smallUser,
} from '../rows/flat-rows.js';
import { seedLongSession, seedSessions, seedUser } from '../seed/large-store.js';
import { send } from '../seed/read-set.js';
import type { Settings } from '../settings.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain, type Started } from './servers.js';

type Size = 'small' | 'large';

interface Store {
  readonly server: Server;
  readonly redis: { readonly url: string; readonly pid: number };
}

const idPrefix = 'bulk-';
const goal = 0.2;

/** The product on little and on much, in turn: two Redis servers, with a product on each. */
export async function runFlat(context: RunContext): Promise<void> {
  const rows = flatRows.filter(({ name }) => context.isWanted(`flat/${name}`));
  if (rows.length === 0) return;
  const started = createStarted();
  try {
    const stores = { small: await openStore(context, started), large: await openStore(context, started) };
    await seed(stores, context);
    const data = await describeData(stores, context.settings);
    for (const row of rows) {
      const servers = { small: stores.small.server, large: stores.large.server };
      await explain(servers, () => runRow(row, stores, data, context));
    }
  } finally {
    await started.stop();
  }
}

async function openStore({ settings, placement }: RunContext, started: Started): Promise<Store> {
  const redis = await started.add(openRedis(settings, placement.otherCore));
  const options = { core: placement.serverCore, server: settings.server };
  return { redis, server: await started.add(startProduct(redis.url, options)) };
}

async function seed(stores: Record<Size, Store>, { settings, say }: RunContext): Promise<void> {
  const startedAt = performance.now();
  const small = withScripts(new Redis(stores.small.redis.url, { protocol: 2 }));
  const large = withScripts(new Redis(stores.large.redis.url, { protocol: 2 }));
  try {
    await seedSessions(small, { count: settings.smallSessionCount, idPrefix, firstPosition: 1 });
    const before = await usedMemory(large);
    await seedSessions(large, { count: settings.largeSessionCount, idPrefix, firstPosition: 1 });
    const perSession = Math.round(((await usedMemory(large)) - before) / settings.largeSessionCount);
    let position = settings.largeSessionCount + 1;
    for (const [id, count] of [
      [smallUser, shortUserSessionCount],
      [largeUser, settings.largeUserSessionCount],
    ] as const) {
      const user = await seedUser(large, id);
      await seedSessions(large, { count, idPrefix: `${id}-`, firstPosition: position, user });
      position += count;
    }
    const beforeMessages = await usedMemory(large);
    for (let index = 0; index < longSessionCount; index += 1) {
      await seedLongSession(large, longSessionId(index), settings.largeMessageCount);
      await seedLongSession(large, shortSessionId(index), shortMessageCount);
    }
    const messageCount = longSessionCount * (settings.largeMessageCount + shortMessageCount);
    const perMessage = Math.round(((await usedMemory(large)) - beforeMessages) / messageCount);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    say(
      `seeded ${format(position - 1)} sessions and ${format(messageCount)} messages in ${seconds} s; ` +
        `Redis holds ${perSession} bytes a session, ${perMessage} bytes a message`,
    );
  } finally {
    small.disconnect();
    large.disconnect();
  }
}

async function describeData(stores: Record<Size, Store>, settings: Settings): Promise<FlatData> {
  const describe = async (size: Size): Promise<SizedData> => {
    const sessionCount = settings[`${size}SessionCount`];
    return { sessionCount, idPrefix, middlePath: await findMiddle(stores[size].server.port, sessionCount) };
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

async function runRow(row: FlatRow, stores: Record<Size, Store>, data: FlatData, context: RunContext): Promise<void> {
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
      redisPid: stores[size].redis.pid,
    });
    const figures = await measurePair(
      contestant(row.stores.small, sides.small),
      contestant(row.stores.large, sides.large),
      settings,
    );
    context.onFlat({ row: `flat/${row.name}`, title: row.title, sizes: sizesOf(row, settings), goal, ...figures });
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

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

function format(count: number): string {
  return count.toLocaleString('en');
}
