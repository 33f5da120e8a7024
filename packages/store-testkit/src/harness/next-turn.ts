/**
 * Lets everybody else have a turn: timers, sockets, other callers. A loop needs it that goes on until others are done, since a
 * store in memory may answer without ever giving way.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
