import { type ChildProcess, spawn } from 'node:child_process';
import { unwatchProcess, watchProcess } from './watchdog.js';

export interface StartProcessOptions {
  command: string;
  args?: readonly string[];
  /** Added to the environment of this process; `undefined` takes a variable out. */
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Started means: a line of the output matches. Without it, started means spawned. */
  readyPattern?: RegExp;
  readyTimeoutMs?: number;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  /** What `readyPattern` matched, groups included. */
  readonly ready: RegExpMatchArray | undefined;
  /** The newest lines of standard output and standard error. */
  output(): string;
  /** Sends the signal; one that ends processes is waited for. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Sends SIGTERM, and SIGKILL if the process is still there after the grace period. */
  stop(graceMs?: number): Promise<ProcessExit>;
  readonly exited: Promise<ProcessExit>;
}

const KEPT_LINES = 400;
const ENDING = new Set<NodeJS.Signals>(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGQUIT', 'SIGHUP']);

/** Starts a process that does not outlive this one. Rejects, with its output, when it ends or stays silent before it is ready. */
export async function startProcess(options: StartProcessOptions): Promise<RunningProcess> {
  const child = spawn(options.command, [...(options.args ?? [])], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await spawned(child);
  const pid = child.pid as number;
  watchProcess(pid);

  const lines = keepLines(child);
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => {
      unwatchProcess(pid);
      resolve({ code, signal });
    });
  });

  const running = {
    pid,
    exited,
    output: () => lines.text(),
    async kill(signal: NodeJS.Signals = 'SIGTERM') {
      child.kill(signal);
      if (ENDING.has(signal)) await exited;
    },
    async stop(graceMs = 10_000) {
      child.kill('SIGTERM');
      // A process that was paused takes no other signal.
      child.kill('SIGCONT');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };

  if (!options.readyPattern) return { ...running, ready: undefined };
  try {
    const ready = await lines.waitFor(options.readyPattern, exited, options.readyTimeoutMs ?? 20_000);
    return { ...running, ready };
  } catch (cause) {
    child.kill('SIGKILL');
    await exited;
    throw new Error(`${options.command} did not start: ${(cause as Error).message}\n${running.output()}`, { cause });
  }
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

function keepLines(child: ChildProcess) {
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        for (const listener of listeners) listener(line);
      }
    });
  }
  return {
    text: () => lines.join('\n'),
    waitFor(pattern: RegExp, exited: Promise<ProcessExit>, timeoutMs: number): Promise<RegExpMatchArray> {
      return new Promise((resolve, reject) => {
        const look = (line: string) => {
          const match = line.match(pattern);
          if (match) settle(() => resolve(match));
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`no line like ${pattern} within ${timeoutMs} ms`))),
          timeoutMs,
        );
        const settle = (finish: () => void) => {
          clearTimeout(timer);
          listeners.delete(look);
          finish();
        };
        listeners.add(look);
        for (const line of [...lines]) look(line);
        exited.then(({ code, signal }) => settle(() => reject(new Error(`it ended with ${signal ?? code}`))));
      });
    },
  };
}
