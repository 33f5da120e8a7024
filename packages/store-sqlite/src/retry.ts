import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './failure.js';

/**
 * How long SQLite itself may wait for a lock: not at all, neither where requests are served nor in the thread that writes. There,
 * libsql aborts the process when that ends while SQLite waits.
 */
export const busyTimeoutMs = 0;

/** Less than the three seconds that a caller of the server may be kept waiting. */
export const callBudgetMs = 2_500;

/** Repeats `work` while somebody else has the lock, without blocking, and gives up at the deadline (epoch milliseconds). */
export async function untilNotBusy<T>(work: () => T, deadline: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw error;
    }
    await sleep(1 + Math.random() * Math.min(attempt, 10));
  }
}
