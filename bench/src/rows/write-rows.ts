import { type AppendSurface, createAppendWorkload } from './append-workload.js';
import { type PairRow, ringsOf } from './pair-row.js';
import { createPatchWorkload, createSessionWorkload } from './session-workloads.js';

type WriteRow = Omit<PairRow, 'prepare'>;

/** Changes a key of sessions that exist. `path`: what the paths of sessions begin with. */
export function createPatchRow(row: WriteRow, path: string): PairRow {
  return {
    ...row,
    async prepare({ connectionCount, ringSize, side, runOnce }) {
      const idPrefix = `${side}-${row.name}-`;
      await runOnce(createSessionWorkload({ connectionCount, idPrefix }), ringSize);
      const workload = createPatchWorkload({ path, sessionsOf: ringsOf(idPrefix, ringSize, 10) });
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
    async prepare({ ringSize, side, runOnce }) {
      const workload = createAppendWorkload({ surface, sessionsOf: ringsOf(`${side}-${row.name}-`, ringSize, 4) });
      await runOnce(workload, ringSize);
      return workload;
    },
  };
}
