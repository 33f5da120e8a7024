import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { eventually } from '@scrollback/services';
import type { LoadGenerator } from '../load/load-generator.js';
import type { Workload } from '../load/workload.js';
import { cpuTimeMs } from '../machine/cpu-time.js';
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
 * A profile counts the time that others had the core, too; so its parts are scaled to the processor time that was really used.
 */
export async function profileSide(
  { server, generator, workload, file }: ProfiledSide,
  { warmUpMs, durationMs }: { readonly warmUpMs: number; readonly durationMs: number },
): Promise<ProfileCosts> {
  await rm(file, { force: true });
  await generator.run(workload, { durationMs: warmUpMs });
  process.kill(server.pid, 'SIGUSR2');
  const before = cpuTimeMs(server.pid) ?? Number.NaN;
  const { requestCount } = await generator.run(workload, { durationMs });
  const usedMs = (cpuTimeMs(server.pid) ?? Number.NaN) - before;
  process.kill(server.pid, 'SIGUSR2');
  await eventually(async () => existsSync(file), { timeoutMs: 20_000, what: 'the profile is written' });
  const { parts, functions } = readProfile(JSON.parse(await readFile(file, 'utf8')) as CpuProfile);
  const seen = [...parts.values()].reduce((sum, microseconds) => sum + microseconds, 0);
  const scale = (Number.isNaN(usedMs) ? 1 : (1_000 * usedMs) / seen) / requestCount;
  return { parts: scaled(parts, scale), functions: scaled(functions, scale) };
}

function scaled(costs: ReadonlyMap<string, number>, factor: number): Map<string, number> {
  return new Map([...costs].map(([name, microseconds]) => [name, factor * microseconds]));
}
