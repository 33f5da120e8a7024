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
  /** Ends a run early, and waits for it. */
  stop(): Promise<void>;
}

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
      const { sessionCount, messageCount, userCount } = await purge.run({ minAgeMs, signal: abort.signal });
      logger.info({ sessionCount, messageCount, userCount }, 'purged');
    } catch (error) {
      if (!abort.signal.aborted) logger.error({ err: error }, 'the purge failed; the next run tries again');
    }
  }

  schedule();
  return {
    async stop() {
      abort.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
