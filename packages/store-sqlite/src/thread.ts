/** Runs in a thread of its own, started by `start-thread.ts`: all that waits for the disk. */
import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from './failure.js';
import { loadDriver } from './load-driver.js';
import { openFile } from './open-file.js';
import { callBudgetMs } from './retry.js';
import type { Command, Report, ThreadTask } from './thread-messages.js';
import { vacuumInto } from './vacuum-into.js';
import { createWriter, type Writer } from './writer.js';

const task = workerData as ThreadTask;

function tell(report: Report): void {
  parentPort?.postMessage(report);
}

async function openWriter(settings: Extract<ThreadTask, { kind: 'write' }>): Promise<Writer> {
  const onWarning = (message: string) => tell({ kind: 'warning', message });
  const database = await openFile(await loadDriver(), { ...settings, onWarning }, Date.now() + callBudgetMs);
  return createWriter(database, { onWarning, checkPlace: database.checkPlace });
}

async function run(): Promise<void> {
  if (task.kind === 'backup') {
    await vacuumInto(await loadDriver(), task.path, task.target);
    return tell({ kind: 'ready' });
  }
  const writer = await openWriter(task);
  parentPort?.on('message', async (command: Command) => {
    if (command.kind === 'write') {
      const outcomes = await writer.write(command.writes, command.deadline);
      const isMoved = outcomes.some((outcome) => 'failure' in outcome && outcome.failure.kind === 'moved');
      // Closed before anybody can open the file that is there now.
      if (isMoved) writer.close();
      tell({ kind: 'written', outcomes, isLast: isMoved });
      if (isMoved) parentPort?.close();
      return;
    }
    writer.close();
    parentPort?.close();
  });
  tell({ kind: 'ready' });
}

run().catch((error) => {
  tell({ kind: 'failed', failure: toFailure(error) });
  parentPort?.close();
});
