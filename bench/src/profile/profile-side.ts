import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { eventually } from '@scrollback/services';
import type { LoadGenerator } from '../load/load-generator.js';
import type { Workload } from '../load/workload.js';
import { cpuTimeMs, mainThreadTimeMs } from '../machine/cpu-time.js';
import type { Server } from '../machine/start-server.js';
import { type CpuProfile, type ProfileCosts, readProfile } from './read-profile.js';

export interface ProfiledSide {
  readonly server: Server;
  readonly generator: LoadGenerator;
  readonly workload: Workload;
  /** Where its profiler writes. */
  readonly file: string;
}

/** The environment that makes a server ready for profiles. */
export function profilerEnvironment(file: string): Record<string, string> {
  return { NODE_OPTIONS: `--import=${import.meta.resolve('./profiler.mjs')}`, BENCH_PROFILE: file };
}

/**
 * Where the time of one request goes, in microseconds.
 *
 * A profile counts the time that others had the core, too; so its parts are scaled to the processor time that was really used. It
 * sees one thread; what all others used is one part.
 */
export async function profileSide(
  { server, generator, workload, file }: ProfiledSide,
  { warmUpMs, durationMs }: { readonly warmUpMs: number; readonly durationMs: number },
): Promise<ProfileCosts> {
  await rm(file, { force: true });
  await generator.run(workload, { durationMs: warmUpMs });
  process.kill(server.pid, 'SIGUSR2');
  const before = usedTime(server);
  const { requestCount } = await generator.run(workload, { durationMs });
  const after = usedTime(server);
  process.kill(server.pid, 'SIGUSR2');
  await eventually(async () => existsSync(file), { timeoutMs: 20_000, what: 'the profile is written' });
  const { parts, functions } = readProfile(JSON.parse(await readFile(file, 'utf8')) as CpuProfile);
  const seen = [...parts.values()].reduce((sum, microseconds) => sum + microseconds, 0);
  const usedMs = after.mainMs - before.mainMs;
  const scale = (Number.isNaN(usedMs) ? 1 : (1_000 * usedMs) / seen) / requestCount;
  const others = (1_000 * (after.allMs - before.allMs - usedMs)) / requestCount;
  return {
    parts: scaled(parts, scale).set(otherThreads, Number.isNaN(others) ? 0 : others),
    functions: scaled(functions, scale),
  };
}

/** Those of V8, which collect garbage and compile, and the one that writes for the SQLite store. */
const otherThreads = 'other threads';

function usedTime({ pid }: Server): { readonly allMs: number; readonly mainMs: number } {
  return { allMs: cpuTimeMs(pid) ?? Number.NaN, mainMs: mainThreadTimeMs(pid) ?? Number.NaN };
}

function scaled(costs: ReadonlyMap<string, number>, factor: number): Map<string, number> {
  return new Map([...costs].map(([name, microseconds]) => [name, factor * microseconds]));
}
