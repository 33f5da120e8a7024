import { findRedisServer, temporaryFolder } from '@scrollback/services';
import type { Command } from './command-line.js';
import { type Ceiling, measureCeiling } from './load/measure-ceiling.js';
import { describeMachine } from './machine/describe-machine.js';
import { pin, placeOnCores } from './machine/pin.js';
import { profileLines } from './report/profile-table.js';
import type { FlatResult, PairResult } from './report/results.js';
import { flatHeader, flatLine, pairHeader, pairLine } from './report/table.js';
import { writeResults } from './report/write-results.js';
import { runFlat } from './sections/flat.js';
import { runPairs } from './sections/pairs.js';
import type { RunContext } from './sections/run-context.js';

/** Everything that the command asks for: starts it, measures, prints, writes the results. Rejects when an answer is wrong. */
export async function runBenchmark(command: Command): Promise<void> {
  const { settings, kind, isWanted } = command;
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const placement = placeOnCores();
  const pairs: PairResult[] = [];
  const flat: FlatResult[] = [];
  const notes = [placement.note, `Redis: appendonly ${settings.appendOnly}, save off`];
  const say = (line: string) => {
    notes.push(line);
    console.log(line);
  };

  console.log(
    Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  for (const note of notes) console.log(note);
  pin(process.pid, placement.otherCore);
  const ceiling = await measureCeiling({ ...settings, core: placement.serverCore });
  say(describeCeiling(ceiling));

  const context: RunContext = {
    settings,
    placement,
    isWanted,
    say,
    profileFolder: command.isProfile ? await temporaryFolder('profiles') : undefined,
    onProfile(row, product, baseline) {
      for (const line of profileLines(row, product, baseline)) console.log(line);
    },
    onPair(result) {
      const store = result.row.split('/')[0] ?? '';
      if (!pairs.some(({ row }) => row.startsWith(`${store}/`)))
        for (const line of pairHeader(store)) console.log(line);
      pairs.push(result);
      console.log(pairLine(result));
    },
    onFlat(result) {
      if (flat.length === 0) for (const line of flatHeader()) console.log(line);
      flat.push(result);
      console.log(flatLine(result));
    },
  };
  if (findRedisServer() === undefined) {
    say('REDIS IS NOT MEASURED: redis-server 7 or newer is not on PATH');
  } else {
    await runPairs('redis', context);
  }
  await runPairs('memory', context);
  if (command.isProfile) return;
  if (findRedisServer() !== undefined) await runFlat(context);

  console.log('');
  for (const line of judgeGenerator(ceiling, pairs)) say(line);
  if (kind === 'quick') say('a quick run: these numbers say nothing');
  const files = await writeResults({ startedAt, kind, machine, settings, ceiling, pairs, flat, notes });
  console.log(`written: ${files.join(', ')}`);
}

function describeCeiling({ perSecond, generatorMicroseconds }: Ceiling): string {
  const own = Math.round(1e6 / generatorMicroseconds).toLocaleString('en');
  return (
    `load generator: ${Math.round(perSecond).toLocaleString('en')} requests a second from a raw server; ` +
    `it spends ${generatorMicroseconds.toFixed(1)} µs on each, which is ${own} on a core of its own`
  );
}

/** Whether the generator can have been what was measured. */
function judgeGenerator(ceiling: Ceiling, pairs: readonly PairResult[]): string[] {
  const sides = pairs.flatMap(({ row, first, second }) => [
    { name: `${row}, product`, ...first },
    { name: `${row}, baseline`, ...second },
  ]);
  const [fastest] = sides.toSorted((left, right) => right.perSecond - left.perSecond);
  const [busiest] = sides.toSorted((left, right) => right.generatorBusy - left.generatorBusy);
  if (fastest === undefined || busiest === undefined) return [];
  const capacity = 1e6 / ceiling.generatorMicroseconds;
  const factor = Math.max(capacity, ceiling.perSecond) / fastest.perSecond;
  const verdict = factor >= 2 ? 'enough' : 'LESS THAN TWICE: the fastest rows may be limited by it';
  return [
    `load generator: can ask for ${factor.toFixed(1)} times the fastest row (${fastest.name}), ${verdict}; ` +
      `used ${Math.round(100 * busiest.generatorBusy)}% of its core at most (${busiest.name})`,
  ];
}
