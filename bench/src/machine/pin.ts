import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Of Linux; elsewhere nothing is pinned. */
const taskset = 'taskset';

/** Which core does what: the server under test has one for itself; everything around it stays away from there. */
export interface Placement {
  /** `undefined`: nothing is pinned, and `note` says why. */
  readonly serverCore: number | undefined;
  readonly otherCore: number | undefined;
  /** All of them, for what is to run everywhere; `undefined` where nothing is pinned. */
  readonly allCores: string | undefined;
  readonly note: string;
}

export function placeOnCores(): Placement {
  const coreCount = availableParallelism();
  const nothing = { serverCore: undefined, otherCore: undefined, allCores: undefined };
  if (coreCount < 2) return { ...nothing, note: 'not pinned: there is one core for everything' };
  try {
    execFileSync(taskset, ['--version'], { stdio: 'ignore' });
  } catch {
    return { ...nothing, note: 'not pinned: there is no taskset here' };
  }
  const note = 'server on core 1; load generator and Redis on core 0';
  return { serverCore: 1, otherCore: 0, allCores: `0-${coreCount - 1}`, note };
}

/** Keeps a running process, with all its threads and what it will start, on a core, or on some of them as `taskset` lists them. */
export function pin(pid: number, core: number | string | undefined): void {
  if (core === undefined) return;
  execFileSync(taskset, ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)], { stdio: 'ignore' });
}
