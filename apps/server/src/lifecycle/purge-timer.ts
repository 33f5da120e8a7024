import type { Scrollback } from '@scrollback/core';
import type { Logger } from 'pino';

export interface PurgeTimerOptions {
  readonly purge: Scrollback['purge'];
  /** From the start to the first run, and from the end of a run to the next. 0: never. */
  readonly intervalMs: number;
  readonly minAgeMs: number;
  readonly logger: Logger;
}

export interface PurgeTimer {
  /**
   * Ends a run early, and waits for it, for the grace period at most: a run that hangs on its store is left behind, and the next
   * one finishes what it began.
   */
  stop(graceMs: number): Promise<void>;
}

const maxLoggedFailures = 10;

/** Purges again and again. A run that fails is logged; the next one tries again. */
export function startPurgeTimer({ purge, intervalMs, minAgeMs, logger }: PurgeTimerOptions): PurgeTimer {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  function schedule(): void {
    if (intervalMs === 0 || abort.signal.aborted) return;
    timer = setTimeout(() => {
      running = run().finally(schedule);
    }, intervalMs);
    timer.unref();
  }

  async function run(): Promise<void> {
    try {
      const { failures, ...counts } = await purge.run({ minAgeMs, signal: abort.signal });
      for (const { id, error } of failures.slice(0, maxLoggedFailures)) {
        logger.error({ id, err: error }, 'this could not be purged; the next run tries again');
      }
      logger.info({ ...counts, failureCount: failures.length }, 'purged');
    } catch (error) {
      if (!abort.signal.aborted) logger.error({ err: error }, 'the purge failed; the next run tries again');
    }
  }

  schedule();
  return {
    async stop(graceMs) {
      abort.abort();
      clearTimeout(timer);
      let cut: NodeJS.Timeout | undefined;
      const isOver = new Promise<void>((resolve) => (cut = setTimeout(resolve, graceMs)));
      await Promise.race([running, isOver]);
      clearTimeout(cut);
    },
  };
}
