import { toRequestBytes } from '../load/request-bytes.js';
import type { Workload } from '../load/workload.js';

/**
 * Reads the paths in turn. What is stored there does not change meanwhile, so every answer has to be, byte for byte, the first
 * one to the same path.
 */
export function createReadWorkload(paths: readonly string[]): Workload {
  const requests = paths.map((path) => toRequestBytes('GET', path));
  const answers: Buffer[] = [];
  const asked: number[] = [];
  let turn = 0;
  return {
    next(connection) {
      const index = turn;
      turn = turn + 1 === requests.length ? 0 : turn + 1;
      asked[connection] = index;
      return requests[index] as Buffer;
    },
    check(connection, status, bytes, start, end) {
      if (status !== 200) return 'not a 200';
      const index = asked[connection] as number;
      const known = answers[index];
      if (known === undefined) {
        answers[index] = Buffer.from(bytes.subarray(start, end));
        return undefined;
      }
      return known.compare(bytes, start, end) === 0 ? undefined : 'another body than before';
    },
  };
}
