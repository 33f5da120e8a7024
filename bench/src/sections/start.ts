import { statSync } from 'node:fs';
import { cpuTimeMs } from '../machine/cpu-time.js';
import { newSqliteFile } from '../machine/sqlite-file.js';
import { startProduct } from '../machine/start-server.js';
import { median } from '../measure/statistics.js';
import { send } from '../seed/read-set.js';
import { openSqliteSeed } from '../seed/sqlite-data.js';
import type { Settings } from '../settings.js';
import type { RunContext } from './run-context.js';

/** Issue 6: the built server on a file that is there. */
const goalMs = 1_000;
/** Or fewer, in a quick run. */
const startCount = 5;

/** The file is checked as a whole when it is opened, up to 64 MB. */
export const startRows = [
  { name: 'start-small', messageCount: () => 1_000 },
  { name: 'start-checked', messageCount: ({ largeMessageCount }: Settings) => 1.1 * largeMessageCount },
  { name: 'start-large', messageCount: ({ largeMessageCount }: Settings) => 10 * largeMessageCount },
] as const;

/** From the start of the process to its first answer, on SQLite files of several sizes. */
export async function runStart(context: RunContext): Promise<void> {
  for (const { name, messageCount } of startRows) {
    const row = `sqlite/${name}`;
    if (context.isWanted(row)) await runRow(row, Math.round(messageCount(context.settings)), context);
  }
}

async function runRow(row: string, messageCount: number, context: RunContext): Promise<void> {
  const file = await newSqliteFile();
  // It makes the file; what is asked first makes this process load what it needs to ask.
  await startOnce(file, '/v1/sessions?limit=1', context);
  const ids = seedFile(file, messageCount);
  const path = `/v1/sessions/${ids.at(-1)}/window?last=12`;
  const starts: Start[] = [];
  while (starts.length < Math.min(startCount, context.settings.roundCount))
    starts.push(await startOnce(file, path, context));
  const answerMs = starts.map((start) => start.answerMs);
  context.onFigure({
    row,
    title: `start to first answer, ${messageCount.toLocaleString('en')} messages`,
    value: median(answerMs),
    unit: 'ms',
    goal: goalMs,
    details: {
      'MB in the file': statSync(file).size / 1_048_576,
      'ms until it listens': median(starts.map((start) => start.listenMs)),
      'slowest ms': Math.max(...answerMs),
      ...toProcessorDetail(starts),
    },
  });
}

interface Start {
  readonly listenMs: number;
  readonly answerMs: number;
  readonly processorMs: number | undefined;
}

/** All threads together: what a start would take if nobody else used the machine, or a little more. */
function toProcessorDetail(starts: readonly Start[]): Record<string, number> {
  const times = starts.flatMap(({ processorMs }) => processorMs ?? []);
  return times.length === 0 ? {} : { 'ms of processor time': median(times) };
}

/** Ten sessions, or as many as hold so many messages. */
function seedFile(file: string, messageCount: number): string[] {
  const sessionCount = messageCount % 10 === 0 ? 10 : 1;
  const ids = Array.from({ length: sessionCount }, (_, index) => `long-${index}`);
  const seed = openSqliteSeed(file);
  seed.longSessions(ids, messageCount / sessionCount);
  seed.close();
  return ids;
}

async function startOnce(file: string, path: string, { settings, placement }: RunContext): Promise<Start> {
  const startedAt = performance.now();
  const server = await startProduct(`sqlite:${file}`, { core: placement.serverCore, server: settings.server });
  try {
    const listenMs = performance.now() - startedAt;
    await send(server.port, 'GET', path);
    return { listenMs, answerMs: performance.now() - startedAt, processorMs: cpuTimeMs(server.pid) };
  } finally {
    await server.stop();
  }
}
