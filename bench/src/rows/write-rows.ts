import type { AppendSurface } from './append-workload.js';
import { createAppendWorkload } from './append-workload.js';
import { type PairRow, ringSize, ringsOf } from './pair-row.js';
import { createPatchWorkload, createSessionWorkload } from './session-workloads.js';

type WriteRow = Omit<PairRow, 'prepare'>;

/** Changes a key of sessions that exist. `path`: what the paths of sessions begin with. */
export function createPatchRow(row: WriteRow, path: string): PairRow {
  return {
    ...row,
    async prepare({ connectionCount, side, runOnce }) {
      const idPrefix = `${side}-${row.name}-`;
      await runOnce(createSessionWorkload({ connectionCount, idPrefix }), ringSize);
      const workload = createPatchWorkload({ path, sessionsOf: ringsOf(idPrefix, 10) });
      // Once each, so that every answer has the same keys.
      await runOnce(workload, ringSize);
      return workload;
    },
  };
}

/** Appends two messages to sessions that were written before. */
export function createAppendRow(row: WriteRow, surface: AppendSurface): PairRow {
  return {
    ...row,
    async prepare({ side, runOnce }) {
      const workload = createAppendWorkload({ surface, sessionsOf: ringsOf(`${side}-${row.name}-`, 4) });
      await runOnce(workload, ringSize);
      return workload;
    },
  };
}
