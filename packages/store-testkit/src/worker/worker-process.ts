import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StoreModule } from '../store-under-test.js';
import type { JobContext } from './jobs.js';
import type { Answer, Command } from './messages.js';
import type { Runner } from './runner.js';

/** A runner in a process of its own. */
export interface WorkerProcess extends Runner {
  /** Closes the store and ends the process. */
  stop(): Promise<void>;
  /** Ends the process at once, as a crash does: SIGKILL. */
  kill(): Promise<void>;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  report(step: unknown): void;
}

const OPENING = 0;

/** Starts a process that opens the store with `module`, and resolves when it is open. */
export async function startWorkerProcess({ module, argument, execArgv = [] }: StoreModule): Promise<WorkerProcess> {
  const child = fork(workerFile(), {
    cwd: fileURLToPath(new URL('.', module)),
    execArgv: [...execArgv],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const pending = new Map<number, Pending>();
  let lastId = OPENING;
  let stderr = '';

  const tell = (command: Command) => child.send(command);
  const expectAnswer = (id: number, report: JobContext['report'] = () => undefined) =>
    new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject, report }));
  const fail = (error: Error) => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const exited = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      fail(new Error(`The worker process ended with ${signal ?? code}. ${stderr}`));
      resolve();
    });
  });

  child.on('error', fail);
  child.stderr?.on('data', (data) => {
    stderr = `${stderr}${data}`.slice(-4_000);
  });
  child.on('message', (answer: Answer) => {
    const id = 'id' in answer ? (answer.id ?? OPENING) : OPENING;
    const waiting = pending.get(id);
    if (answer.kind === 'step') return waiting?.report(answer.step);
    pending.delete(id);
    if (answer.kind === 'failed') waiting?.reject(new Error(`In the worker process: ${answer.error}`));
    else waiting?.resolve(answer.kind === 'done' ? answer.result : undefined);
  });

  const opened = expectAnswer(OPENING);
  tell({ kind: 'open', module: module.href, argument });
  await opened;

  return {
    run: (name, parameters, report) => {
      const id = ++lastId;
      const result = expectAnswer(id, report);
      tell({ kind: 'run', id, name, argument: parameters });
      return result as never;
    },
    async stop() {
      if (child.connected) tell({ kind: 'stop' });
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Beside this file: TypeScript when the kit is read from its sources, JavaScript when it is installed. */
function workerFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./worker.${extension}`, import.meta.url));
}
