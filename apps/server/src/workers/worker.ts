// What each worker runs. It ends by itself when the process that started it is gone: node:cluster sees to that.
import cluster from 'node:cluster';
import { readConfig } from '../config/read-config.js';
import { firstLineOf } from '../first-line.js';
import { waitForSignal } from '../lifecycle/wait-for-signal.js';
import { keepYoungSpaceSmall, letYoungSpaceGrow } from '../lifecycle/young-space.js';
import { createLogger } from '../logger.js';
import type { Listening } from '../serve.js';
import { type FromWorker, stop } from './messages.js';

const { worker } = cluster;
if (worker === undefined) throw new Error('scrollback starts this by itself where SCROLLBACK_WORKERS is more than 1');

/** Resolves when it is on its way. One who listens no more is gone, and takes this process along. */
const tell = (message: FromWorker) => new Promise<void>((resolve) => worker.send(message, () => resolve()));
const told = new Promise<void>((resolve) => {
  worker.on('message', (message) => {
    if (message === stop) resolve();
  });
});

try {
  const { config } = readConfig(process.env);
  keepYoungSpaceSmall();
  const { serve } = await import('../serve.js');
  await serve({
    config,
    logger: createLogger(config.logLevel).child({ pid: process.pid }),
    onWarning: (message) => void tell({ kind: 'warning', message }),
    onListening(listening: Listening) {
      letYoungSpaceGrow();
      void tell({ kind: 'listening', ...listening });
    },
    // A signal may have come to all processes at once, as Ctrl-C does, or to this one alone.
    untilStop: () => Promise.race([told, waitForSignal()]),
  });
} catch (error) {
  await tell({ kind: 'failed', reason: firstLineOf(error) });
  process.exitCode = 1;
}
worker.disconnect();
// Everything is closed by now; whatever still holds the process is not worth waiting for.
setTimeout(() => process.exit(), 2_000).unref();
