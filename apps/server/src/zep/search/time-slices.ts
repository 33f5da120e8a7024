import { setImmediate } from 'node:timers/promises';

/** Shares the event loop: long work asks `isOver()` between its parts, and awaits `next()` when it is. */
export interface TimeSlices {
  isOver(): boolean;
  next(): Promise<void>;
}

export function createTimeSlices(sliceMs: number): TimeSlices {
  let startedAt = performance.now();

  return {
    isOver: () => performance.now() - startedAt >= sliceMs,
    async next() {
      await setImmediate();
      startedAt = performance.now();
    },
  };
}
