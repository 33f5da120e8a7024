import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Config, settings } from '../config/settings.js';
import { waitForSignal } from '../lifecycle/wait-for-signal.js';
import { requireShareable } from '../open-store.js';
import type { Listening } from '../serve.js';
import { restartDelay } from './restart-delay.js';
import { prepareWorkers, type RunningWorker, startWorker } from './start-worker.js';

export interface RunWorkersOptions {
  readonly config: Pick<Config, 'workers' | 'store'>;
  readonly logger: Logger;
  /** Told what an operator should know of the store: once, however many workers say it. */
  readonly onWarning: (message: string) => void;
  /** Told once, when all workers listen. */
  readonly onListening: (listening: Listening) => void;
}

/**
 * Serves by processes that share one port, each with the store open, until a signal comes. This one only deals out connections.
 *
 * Until all of them listen, what ends one of them ends the start. From then on, one that ends is started again, at once at
 * first and ever more slowly while it does not stay; the others go on. When this process ends, however it does, so do they.
 */
export async function runWorkers({ config, logger, onWarning, onListening }: RunWorkersOptions): Promise<void> {
  requireShareable(config.store);
  prepareWorkers();
  const pool = createPool({ logger, onWarning: once(onWarning) });
  process.on('exit', pool.kill);
  try {
    // The first one alone: what keeps it from starting would keep the others from it as well, and is said once.
    const listening = await pool.start(0);
    await Promise.all(Array.from({ length: config.workers - 1 }, (_, index) => pool.start(index + 1)));
    onListening(listening);
    await Promise.race([waitForSignal(), pool.keep(listening.url)]);
    await pool.stop();
  } finally {
    pool.kill();
  }
}

function createPool({ logger, onWarning }: Pick<RunWorkersOptions, 'logger' | 'onWarning'>) {
  /** The newest of each place, running or not. */
  const workers: RunningWorker[] = [];
  const stopping = new AbortController();

  async function start(place: number): Promise<Listening> {
    // One purge is enough for all.
    const env = place === 0 ? {} : { [settings.purgeIntervalMs.name]: '0' };
    const worker = startWorker({ env, onWarning });
    workers[place] = worker;
    const listening = await worker.listening;
    logger.info({ pid: worker.pid }, 'a worker listens');
    return listening;
  }

  async function keepPlace(place: number, url: string): Promise<void> {
    let waitedMs: number | undefined;
    for (let listensSince: number | undefined = Date.now(); ; ) {
      const { pid, ended } = workers[place] as RunningWorker;
      const end = await ended;
      if (stopping.signal.aborted) return;
      const servedMs = listensSince === undefined ? 0 : Date.now() - listensSince;
      waitedMs = restartDelay(waitedMs, servedMs);
      logger.error({ pid, ...end, restartInMs: waitedMs }, 'a worker ended; another one takes its place');
      try {
        await delay(waitedMs, undefined, { signal: stopping.signal });
      } catch {
        // Nothing else ends the wait early.
        return;
      }
      // Why one ends before it listens is what it ends with.
      const listening = await start(place).catch(() => undefined);
      listensSince = listening && Date.now();
      if (listening !== undefined && listening.url !== url) {
        // The system gave the port, and took it back when all workers had ended.
        throw new Error(`all workers ended, and a new one could not listen on ${url} again`);
      }
    }
  }

  return {
    start,

    /** Starts again what ends. Resolves when all are stopped; rejects when they could only listen elsewhere. */
    async keep(url: string): Promise<void> {
      await Promise.all(workers.map((_, place) => keepPlace(place, url)));
    },

    /** Resolves when all have finished what is in flight, and ended. Rejects when one of them ended otherwise than it was asked to. */
    async stop(): Promise<void> {
      stopping.abort();
      const stops = await Promise.allSettled(workers.map((worker) => worker.stop()));
      for (const stop of stops) if (stop.status === 'rejected') throw stop.reason;
    },

    kill(): void {
      stopping.abort();
      for (const worker of workers) worker.kill();
    },
  };
}

function once(tell: (message: string) => void): (message: string) => void {
  const told = new Set<string>();
  return (message) => {
    if (told.has(message)) return;
    told.add(message);
    tell(message);
  };
}
