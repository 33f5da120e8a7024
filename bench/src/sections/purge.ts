import { setTimeout as wait } from 'node:timers/promises';
import { type PacedFigures, runPaced } from '../load/paced-load.js';
import { type Server, startProduct } from '../machine/start-server.js';
import { median } from '../measure/statistics.js';
import { createMixedWorkload } from '../rows/mixed-workload.js';
import type { StoreName } from '../rows/pair-row.js';
import { seedReadSet } from '../seed/read-set.js';
import { openPurgeStore, type PurgeStore } from './purge-stores.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain } from './servers.js';

/** Issue 6: so much longer may the requests of others take, at p99. */
const goalMs = 20;
const connectionCount = 16;
const perSecond = 800;
const readSessionCount = 64;
/** A run of the purge every 120 ms. */
const env = { SCROLLBACK_PURGE_INTERVAL_MINUTES: '0.002' };
const patienceMs = 120_000;

interface PurgeRow {
  readonly name: string;
  readonly title: string;
  /** What a DELETE of it gives the purge to do. */
  readonly pathOf: (id: string) => string;
}

export const purgeRows: readonly PurgeRow[] = [
  { name: 'purge-session', title: 'purge of a session', pathOf: (id) => `/v1/sessions/${id}` },
  { name: 'purge-messages', title: 'purge of messages', pathOf: (id) => `/v1/sessions/${id}/messages` },
];

interface Round {
  readonly alone: PacedFigures;
  readonly meanwhile: PacedFigures;
}

/** What requests to other sessions wait longer while a long session is purged, or all messages of one that stays. */
export async function runPurge(stores: readonly StoreName[], context: RunContext): Promise<void> {
  for (const store of stores) {
    const rows = purgeRows.filter(({ name }) => context.isWanted(`${store}/${name}`));
    if (rows.length > 0) await runStore(store, rows, context);
  }
}

async function runStore(name: StoreName, rows: readonly PurgeRow[], context: RunContext): Promise<void> {
  const { settings, placement } = context;
  const started = createStarted();
  try {
    const store = await openPurgeStore(name, context, started);
    const options = { core: placement.serverCore, server: settings.server, env };
    const server = await started.add(startProduct(store.url, options));
    await explain({ product: server }, async () => {
      const { ids: readIds } = await seedReadSet(server.port, readSessionCount);
      for (const row of rows) {
        const rounds: Round[] = [];
        while (rounds.length < settings.roundCount / 2) {
          const id = `${row.name}-${rounds.length}`;
          await store.seed(server.port, id, settings.largeMessageCount);
          rounds.push(await measureRound(row.pathOf(id), { server, store, readIds, context }));
        }
        report(`${name}/${row.name}`, row.title, rounds, context);
      }
    });
  } finally {
    await started.stop();
  }
}

interface RoundOptions {
  readonly server: Server;
  readonly store: PurgeStore;
  readonly readIds: readonly string[];
  readonly context: RunContext;
}

async function measureRound(path: string, { server, store, readIds, context }: RoundOptions): Promise<Round> {
  const { sliceMs, largeMessageCount } = context.settings;
  const workload = createMixedWorkload(readIds, `others${path.replaceAll('/', '-')}-`);
  const run = (durationMs: number, isOver: () => boolean) =>
    runPaced(server.port, workload, { connectionCount, perSecond, durationMs, isOver });
  // Creates the sessions that are written to.
  await run(sliceMs, () => true);
  const alone = await run(2 * sliceMs, () => true);

  const startedAt = Date.now();
  const isPurged = () => wasPurged(server.output(), largeMessageCount, startedAt) && !store.isCleaning();
  const isOver = () => Date.now() - startedAt > patienceMs || isPurged();
  const [meanwhile] = await Promise.all([run(2 * sliceMs, isOver), wait(100).then(() => remove(server.port, path))]);
  if (!isPurged()) throw new Error(`DELETE ${path}: what it deleted was not purged in ${patienceMs} ms`);
  return { alone, meanwhile };
}

/** Whether the server logged since then that it purged so many messages. */
function wasPurged(output: string, messageCount: number, since: number): boolean {
  return output.split('\n').some((line) => {
    if (!line.includes(`"messageCount":${messageCount},`)) return false;
    return Date.parse((JSON.parse(line) as { time: string }).time) >= since;
  });
}

async function remove(port: number, path: string): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'DELETE' });
  if (status !== 204) throw new Error(`DELETE ${path} was answered with ${status}`);
}

/** Of the calmest round: what others do on the machine only ever adds, what a purge costs is in every round. */
function report(row: string, title: string, rounds: readonly Round[], { onFigure, settings }: RunContext): void {
  const calmest = (figure: (round: Round) => number) => Math.min(...rounds.map(figure));
  const alone = calmest((round) => round.alone.p99Ms);
  const meanwhile = calmest((round) => round.meanwhile.p99Ms);
  onFigure({
    row,
    title: `${title} of ${settings.largeMessageCount.toLocaleString('en')}`,
    value: meanwhile - alone,
    unit: 'ms',
    goal: goalMs,
    details: {
      'p99 alone': alone,
      'p99 meanwhile': meanwhile,
      'median of the rounds': median(rounds.map((round) => round.meanwhile.p99Ms - round.alone.p99Ms)),
      'longest alone': calmest((round) => round.alone.maxMs),
      'longest meanwhile': calmest((round) => round.meanwhile.maxMs),
      's until purged': calmest(({ meanwhile: { durationMs } }) => durationMs / 1_000),
    },
  });
}
