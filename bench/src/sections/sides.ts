import { join } from 'node:path';
import { createLoadGenerator, type LoadGenerator } from '../load/load-generator.js';
import { openRedis } from '../machine/open-redis.js';
import { newSqliteFile } from '../machine/sqlite-file.js';
import { type Server, startProduct, startProgram } from '../machine/start-server.js';
import { watchRedis } from '../measure/watch-redis.js';
import { watchSqlite } from '../measure/watch-sqlite.js';
import { noWatch, type WorkWatch } from '../measure/work-watch.js';
import { profilerEnvironment } from '../profile/profile-side.js';
import type { StoreName } from '../rows/pair-row.js';
import { type ReadSet, seedReadSet } from '../seed/read-set.js';
import type { RunContext } from './run-context.js';
import type { Started } from './servers.js';

export type SideName = 'product' | 'baseline';

interface Side {
  readonly server: Server;
  readonly generator: LoadGenerator;
  readonly readSet: ReadSet;
}

/** Product and baseline on one kind of store, with the sessions that are read. */
export interface Sides {
  readonly product: Side;
  readonly baseline: Side;
  /** To see what one request makes the store do. */
  openWatch(): Promise<WorkWatch>;
  readonly redisPid: number | undefined;
  readonly sqliteFile: string | undefined;
}

type OpenSides = (context: RunContext, started: Started) => Promise<Sides>;

export const openSides: Readonly<Record<StoreName, OpenSides>> = {
  async redis(context, started) {
    const redis = await started.add(openRedis(context.settings, context.placement.otherCore));
    const servers = {
      product: await started.add(openProduct(redis.url, context)),
      baseline: await started.add(openBaseline('baseline-redis', [redis.url], context)),
    };
    const shared = await openShared(servers, context, started);
    return { ...shared, openWatch: () => watchRedis(redis.url), redisPid: redis.pid, sqliteFile: undefined };
  },

  async sqlite(context, started) {
    const file = await newSqliteFile();
    // It makes the file that both work on.
    const product = await started.add(openProduct(`sqlite:${file}`, context));
    const baseline = await started.add(openBaseline('baseline-sqlite', [file], context));
    const shared = await openShared({ product, baseline }, context, started);
    return { ...shared, openWatch: () => watchSqlite(file), redisPid: undefined, sqliteFile: file };
  },

  async memory(context, started) {
    const open = async (starting: Promise<Server>): Promise<Side> => {
      const server = await started.add(starting);
      const readSet = await seedReadSet(server.port, context.settings.readSessionCount);
      return { server, readSet, generator: await openGenerator(server, context.settings.connectionCount, started) };
    };
    return {
      product: await open(openProduct('memory:', context)),
      baseline: await open(openBaseline('baseline-memory', [], context)),
      openWatch: async () => noWatch,
      redisPid: undefined,
      sqliteFile: undefined,
    };
  },
};

/** They share what is read: so it is the same bytes for both. */
async function openShared(
  { product, baseline }: Record<SideName, Server>,
  { settings }: RunContext,
  started: Started,
): Promise<Pick<Sides, SideName>> {
  const readSet = await seedReadSet(product.port, settings.readSessionCount);
  const toSide = async (server: Server): Promise<Side> => ({
    server,
    generator: await openGenerator(server, settings.connectionCount, started),
    readSet,
  });
  return { product: await toSide(product), baseline: await toSide(baseline) };
}

function openProduct(store: string, context: RunContext): Promise<Server> {
  const { settings, placement } = context;
  const options = { core: placement.serverCore, env: environmentOf('product', context), server: settings.server };
  return startProduct(store, options);
}

function openBaseline(
  program: Parameters<typeof startProgram>[0],
  args: readonly string[],
  context: RunContext,
): Promise<Server> {
  return startProgram(program, args, { core: context.placement.serverCore, env: environmentOf('baseline', context) });
}

function environmentOf(side: SideName, { profileFolder }: RunContext): Record<string, string> {
  return profileFolder === undefined ? {} : profilerEnvironment(profileFile(profileFolder, side));
}

export function profileFile(folder: string, side: SideName): string {
  return join(folder, `${side}.cpuprofile`);
}

/** Connections that are closed with everything else that was started. */
export async function openGenerator(server: Server, connectionCount: number, started: Started): Promise<LoadGenerator> {
  const generator = await createLoadGenerator(server.port, connectionCount);
  await started.add(Promise.resolve({ stop: async () => generator.close() }));
  return generator;
}
