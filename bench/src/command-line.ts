import { parseArgs } from 'node:util';
import { full, quick, readSettings, type Settings } from './settings.js';

export const usage = `npm run bench [-- [quick | document] [filter …] [--profile]]

  quick      everything once and shortly, to see that it works; its numbers say nothing
  document   measures nothing: puts the last complete run into docs/performance.md
  filter     only rows whose name holds one of these: redis, sqlite, memory, zep, flat, scale, redis/append, window …
  --profile  where the time goes, instead of how much there is: CPU profiles of both servers, for each row

Environment, with the values of a full run:
  SCROLLBACK_BENCH_SLICE_MS=${full.sliceMs}  SCROLLBACK_BENCH_ROUNDS=${full.roundCount}  SCROLLBACK_BENCH_WARM_UP_MS=${full.warmUpMs}
  SCROLLBACK_BENCH_SESSIONS=${full.largeSessionCount}  SCROLLBACK_BENCH_USER_SESSIONS=${full.largeUserSessionCount}  SCROLLBACK_BENCH_MESSAGES=${full.largeMessageCount}
  SCROLLBACK_BENCH_APPENDONLY=${full.appendOnly} (no, everysec, always)  SCROLLBACK_BENCH_SERVER=${full.server} (dist, source)`;

export interface Command {
  readonly settings: Settings;
  readonly kind: 'full' | 'quick' | 'filtered';
  readonly isHelp: boolean;
  readonly isDocument: boolean;
  readonly isProfile: boolean;
  readonly isWanted: (row: string) => boolean;
}

export function readCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false }, profile: { type: 'boolean', default: false } },
  });
  const isQuick = positionals.includes('quick');
  const filters = positionals.filter((word) => word !== 'quick');
  const settings = readSettings(isQuick ? quick : full, environment);
  const isChanged = JSON.stringify(settings) !== JSON.stringify(isQuick ? quick : full);
  const kind = isQuick ? 'quick' : filters.length > 0 || isChanged || values.profile ? 'filtered' : 'full';
  return {
    settings,
    kind,
    isHelp: values.help,
    isDocument: positionals.includes('document'),
    isProfile: values.profile,
    isWanted: (row) => filters.length === 0 || filters.some((filter) => row.includes(filter)),
  };
}
