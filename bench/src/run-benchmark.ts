import { findRedisServer, temporaryFolder } from '@scrollback/services';
import type { Command } from './command-line.js';
import { measureCeiling } from './load/measure-ceiling.js';
import { describeMachine } from './machine/describe-machine.js';
import { measureDisk } from './machine/measure-disk.js';
import { pin, placeOnCores } from './machine/pin.js';
import { describeCeiling, judgeGenerator } from './report/generator-lines.js';
import { createReporter } from './report/reporter.js';
import { writeResults } from './report/write-results.js';
import { runRedisBytes } from './sections/bytes-redis.js';
import { runSqliteBytes } from './sections/bytes-sqlite.js';
import { runClients } from './sections/clients.js';
import { runFlat } from './sections/flat.js';
import { runIdle } from './sections/idle.js';
import { runPairs } from './sections/pairs.js';
import { runPurge } from './sections/purge.js';
import type { RunContext } from './sections/run-context.js';
import { runScale } from './sections/scale.js';
import { runSpread } from './sections/spread.js';
import { runStart } from './sections/start.js';

/** Everything that the command asks for: starts it, measures, prints, writes the results. Rejects when an answer is wrong. */
export async function runBenchmark(command: Command): Promise<void> {
  const { settings, kind, isWanted } = command;
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const placement = placeOnCores();
  const reporter = createReporter();
  const { say } = reporter;

  console.log(
    Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  say(placement.note);
  say(`Redis: appendonly ${settings.appendOnly}, save off`);
  const diskMs = await measureDisk();
  say(`SQLite: synchronous full; the disk confirms a page in ${diskMs.toFixed(2)} ms`);
  pin(process.pid, placement.otherCore);
  const ceiling = await measureCeiling({ ...settings, core: placement.serverCore });
  say(describeCeiling(ceiling));

  const profileFolder = command.isProfile ? await temporaryFolder('profiles') : undefined;
  const context: RunContext = { settings, placement, isWanted, profileFolder, ...reporter };
  const hasRedis = findRedisServer() !== undefined;
  if (!hasRedis) say('REDIS IS NOT MEASURED: redis-server 7 or newer is not on PATH');
  if (hasRedis) await runPairs('redis', context);
  await runPairs('sqlite', context);
  await runPairs('memory', context);
  if (command.isProfile) return;
  await runClients(context);
  if (hasRedis) await runFlat('redis', context);
  await runFlat('sqlite', context);
  if (hasRedis) await runScale('redis', context);
  await runScale('sqlite', context);
  await runPurge(hasRedis ? ['redis', 'sqlite', 'memory'] : ['sqlite', 'memory'], context);
  await runStart(context);
  await runIdle(hasRedis ? ['redis', 'sqlite', 'memory'] : ['sqlite', 'memory'], context);
  if (hasRedis) await runRedisBytes(context);
  await runSqliteBytes(context);
  if (hasRedis) await runSpread(context);

  console.log('');
  const { pairs, clients, flat, scale, figures, notes } = reporter;
  for (const line of judgeGenerator(ceiling, [...pairs, ...clients, ...flat])) say(line);
  if (kind === 'quick') say('a quick run: these numbers say nothing');
  const results = { startedAt, kind, machine, settings, ceiling, diskMs, pairs, clients, flat, scale, figures, notes };
  console.log(`written: ${(await writeResults(results)).join(', ')}`);
}
