import type { Worker } from 'node:worker_threads';
import { toError } from './errors.js';
import { FailureError } from './failure.js';
import { startThread } from './start-thread.js';
import type { Command, Report, ThreadTask } from './thread-messages.js';
import type { Outcome, Write } from './write.js';

/** A thread that has opened a file for writing. */
export interface ThreadClient {
  /** Rejects with `unknown` when the thread ends before it answers. */
  write(writes: readonly Write[], deadline: number): Promise<readonly Outcome[]>;
  /** Resolves when the thread has closed the file and ended. */
  close(): Promise<void>;
}

export interface ThreadClientOptions {
  readonly onWarning: (message: string) => void;
  /** The thread has closed the file, or ended, without being asked. */
  readonly onLost: () => void;
}

/** Starts a thread and resolves when the file is open there; rejects with the reason why it cannot be. */
export async function openThread(
  settings: Extract<ThreadTask, { kind: 'write' }>,
  { onWarning, onLost }: ThreadClientOptions,
): Promise<ThreadClient> {
  const thread = startThread(settings);
  const exited = new Promise((resolve) => thread.on('exit', resolve));
  let lastError: unknown;
  let isEnded = false;
  let isClosing = false;
  let pending: { resolve(outcomes: readonly Outcome[]): void; reject(error: Error): void } | undefined;

  function end(): void {
    if (isEnded) return;
    isEnded = true;
    if (!isClosing) onLost();
  }

  thread.on('error', (error) => {
    lastError = error;
  });
  thread.on('message', (report: Report) => {
    if (report.kind === 'warning') onWarning(report.message);
    if (report.kind !== 'written') return;
    if (report.isLast) end();
    pending?.resolve(report.outcomes);
    pending = undefined;
  });
  await untilReady(thread);
  // Only while it works for somebody does it keep the process running.
  thread.unref();
  thread.on('exit', () => {
    pending?.reject(new FailureError('unknown', 'the thread that writes has ended', lastError));
    pending = undefined;
    end();
  });

  const tell = (command: Command) => thread.postMessage(command);
  return {
    async write(writes, deadline) {
      if (isEnded) throw new FailureError('unavailable', 'the thread that writes has ended', lastError);
      thread.ref();
      try {
        return await new Promise<readonly Outcome[]>((resolve, reject) => {
          pending = { resolve, reject };
          tell({ kind: 'write', writes, deadline });
        });
      } finally {
        thread.unref();
      }
    },
    async close() {
      isClosing = true;
      thread.ref();
      tell({ kind: 'close' });
      await exited;
    },
  };
}

/** Resolves when a thread has done its task, or is ready for more. */
export function untilReady(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.on('message', (report: Report) => {
      if (report.kind === 'ready') resolve();
      if (report.kind === 'failed') reject(toError(report.failure));
    });
    thread.on('error', reject);
    thread.on('exit', () => reject(new FailureError('unavailable', 'the thread ended before it was ready')));
  });
}
