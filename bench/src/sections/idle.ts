import { setTimeout as wait } from 'node:timers/promises';
import { openRedis } from '../machine/open-redis.js';
import { residentMemory } from '../machine/resident-memory.js';
import { newSqliteFile } from '../machine/sqlite-file.js';
import { type Server, startProduct } from '../machine/start-server.js';
import { createMixedWorkload } from '../rows/mixed-workload.js';
import type { StoreName } from '../rows/pair-row.js';
import { seedReadSet, send } from '../seed/read-set.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain, type Started } from './servers.js';
import { openGenerator } from './sides.js';

/** Issue 6: a server that has nothing to do. */
const goal = 90;
const readSessionCount = 64;

export const idleRows = [
  { name: 'idle-rss-start', title: 'idle memory after the first answer' },
  { name: 'idle-rss-served', title: 'idle memory after many requests' },
] as const;

/** Resident memory of a server that nobody asks for anything, after its first answer and after many. */
export async function runIdle(stores: readonly StoreName[], context: RunContext): Promise<void> {
  for (const store of stores) {
    if (idleRows.some(({ name }) => context.isWanted(`${store}/${name}`))) await runStore(store, context);
  }
}

async function runStore(store: StoreName, context: RunContext): Promise<void> {
  const { settings, placement } = context;
  const started = createStarted();
  try {
    const options = { core: placement.serverCore, server: settings.server };
    const server = await started.add(startProduct(await openStore(store, context, started), options));
    await explain({ product: server }, async () => {
      const [start, served] = idleRows;
      await send(server.port, 'GET', '/v1/sessions?limit=1');
      await report(`${store}/${start.name}`, start.title, server, context);
      await serve(server, context, started);
      await report(`${store}/${served.name}`, served.title, server, context);
    });
  } finally {
    await started.stop();
  }
}

/** A store of its own, as `SCROLLBACK_STORE` names it. */
async function openStore(store: StoreName, context: RunContext, started: Started): Promise<string> {
  if (store === 'memory') return 'memory:';
  if (store === 'sqlite') return `sqlite:${await newSqliteFile()}`;
  return (await started.add(openRedis(context.settings, context.placement.otherCore))).url;
}

async function serve(server: Server, { settings }: RunContext, started: Started): Promise<void> {
  const { connectionCount, idleRequestCount } = settings;
  const { ids } = await seedReadSet(server.port, readSessionCount);
  const generator = await openGenerator(server, connectionCount, started);
  const requestsPerConnection = Math.ceil(idleRequestCount / connectionCount);
  await generator.run(createMixedWorkload(ids, 'idle-'), { requestsPerConnection });
}

async function report(row: string, title: string, server: Server, context: RunContext): Promise<void> {
  await wait(context.settings.idleMs);
  const memory = residentMemory(server.pid);
  if (memory === undefined) return context.say(`${row}: this system does not say how much memory a process has`);
  const details = { 'of it pages of files': memory.files };
  context.onFigure({ row, title, value: memory.rss, unit: 'MB', goal, details });
}
