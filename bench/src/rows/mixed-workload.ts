import type { Workload } from '../load/workload.js';
import { createAppendWorkload } from './append-workload.js';
import { ringsOf } from './pair-row.js';
import { createReadWorkload } from './read-workload.js';

/** Every other connection reads sessions that nobody changes; the others append, each to sessions of its own, which the first turn creates. */
export function createMixedWorkload(readIds: readonly string[], idPrefix: string): Workload {
  const reads = createReadWorkload(readIds.map((id) => `/v1/sessions/${id}/window?last=12`));
  const appends = createAppendWorkload({ sessionsOf: ringsOf(idPrefix, 16, 4) });
  const of = (connection: number) => (connection % 2 === 0 ? reads : appends);
  return {
    next: (connection) => of(connection).next(connection),
    check: (connection, status, bytes, start, end) => of(connection).check(connection, status, bytes, start, end),
  };
}
