import type { Store } from '@scrollback/store';
import { createServices } from '../harness/services.js';
import { type JobContext, jobs } from './jobs.js';

type Jobs = typeof jobs;

export type JobName = keyof Jobs;

/** Does jobs, in this process or in another one. */
export interface Runner {
  run<Name extends JobName>(
    name: Name,
    argument: Parameters<Jobs[Name]>[1],
    report?: JobContext['report'],
  ): ReturnType<Jobs[Name]>;
}

/** Does jobs in this process, with services of its own over `store`. */
export function createRunner(store: Store): Runner {
  const scrollback = createServices(store);
  return {
    run: (name, argument, report = () => undefined) => {
      const job = jobs[name] as (context: JobContext, argument: unknown) => Promise<unknown>;
      return job({ store, scrollback, report }, argument) as ReturnType<Jobs[typeof name]>;
    },
  };
}
