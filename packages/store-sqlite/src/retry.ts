import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './failure.js';

/** How long SQLite itself may wait for a lock. Readers do not wait at all: they are on the thread that serves requests. */
export const writerBusyTimeoutMs = 20;

/** Less than the three seconds that a caller of the server may be kept waiting. */
export const callBudgetMs = 2_500;

/** Repeats `work` while somebody else has the lock, without blocking, and gives up at the deadline (epoch milliseconds). */
export async function untilNotBusy<T>(work: () => T, deadline: number): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw error;
    }
    await sleep(1 + Math.random() * 10);
  }
}
