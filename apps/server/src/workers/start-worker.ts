import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Listening } from '../serve.js';
import { type FromWorker, stop } from './messages.js';
import { releaseConnections } from './release-connections.js';

interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** In one line, for people. */
  readonly reason: string;
}

export interface RunningWorker {
  readonly pid: number | undefined;
  /** Rejects, with the reason, when it ends before. */
  readonly listening: Promise<Listening>;
  readonly ended: Promise<WorkerEnd>;
  /** Resolves when it has finished what is in flight, and ended. Rejects when it ended otherwise than it was asked to. */
  stop(): Promise<void>;
  kill(): void;
}

export interface StartWorkerOptions {
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly onWarning: (message: string) => void;
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** To be called before the first worker is started. */
export function prepareWorkers(): void {
  // Connections are accepted here and dealt out in turn: left to the workers, most would go to the same one.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: fileURLToPath(new URL(`./worker.${extension}`, import.meta.url)), args: [] });
}

export function startWorker({ env, onWarning }: StartWorkerOptions): RunningWorker {
  const worker = cluster.fork(env);
  releaseConnections(worker);
  const { pid } = worker.process;
  let state: 'starting' | 'listening' | 'ended' = 'starting';
  let failure: string | undefined;

  const ended = new Promise<WorkerEnd>((resolve) => {
    const end = (code: number | null, signal: string | null) => {
      state = 'ended';
      resolve({ code, signal, reason: failure ?? `a worker ended with ${signal ?? code}` });
    };
    // What it said last may be read after its exit is seen; the end of its channel comes behind that.
    const silent = new Promise<void>((resolveSilent) => worker.once('disconnect', resolveSilent));
    worker.once('exit', (code: number | null, signal: string | null) => silent.then(() => end(code, signal)));
    worker.on('error', (error) => {
      failure ??= `a worker failed: ${error.message}`;
      // A process that could not be made does not exit.
      if (pid === undefined) end(null, null);
    });
  });
  const listening = new Promise<Listening>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'warning') onWarning(message.message);
      if (message.kind === 'failed') failure = message.reason;
      if (message.kind !== 'listening') return;
      state = 'listening';
      resolve({ url: message.url, storeName: message.storeName });
    });
    ended.then(({ reason }) => reject(new Error(reason)));
  });

  const kill = () => void worker.process.kill('SIGKILL');
  return {
    pid,
    listening,
    ended,
    kill,
    async stop() {
      const isServing = state === 'listening';
      // Who cannot be told any more is about to end.
      if (isServing) worker.send(stop, () => {});
      // Nothing is in flight there yet.
      if (state === 'starting') kill();
      const { code, reason } = await ended;
      if (isServing && code !== 0) throw new Error(reason);
    },
  };
}
