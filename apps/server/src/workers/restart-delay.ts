const firstMs = 100;
const longestMs = 30_000;
/** A worker that served for so long has not failed to start. */
const steadyMs = 30_000;

/** Milliseconds to wait before a worker that ended is started again: twice as long each time, while none serves for long. */
export function restartDelay(previousMs: number | undefined, servedMs: number): number {
  if (previousMs === undefined || servedMs >= steadyMs) return firstMs;
  return Math.min(2 * previousMs, longestMs);
}
