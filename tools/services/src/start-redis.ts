import { rm } from 'node:fs/promises';
import { askRedis } from './ask-redis.js';
import { eventually } from './eventually.js';
import { requireRedisServer } from './find-redis-server.js';
import { freePort } from './free-port.js';
import { type RunningProcess, startProcess } from './start-process.js';
import { temporaryFolder } from './temporary-folder.js';

export interface StartRedisOptions {
  /** The append-only file: `false` (the default) keeps nothing. */
  appendOnly?: 'always' | 'everysec' | false;
  port?: number;
  /** Kept by `stop`, unlike the temporary folder that is made without it. */
  dir?: string;
  extraArgs?: readonly string[];
}

export interface RedisServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Changes with a restart. */
  readonly pid: number;
  readonly dir: string;
  /** What Redis logged last. */
  output(): string;
  /** Sends the signal; one that ends Redis is waited for. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts again on the same port and folder; a Redis that still runs is stopped first. */
  restart(): Promise<void>;
  /** Ends Redis and removes its temporary folder. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const PORT_ATTEMPTS = 5;

/** A real Redis of its own on a free port, gone when this process is. */
export function startRedis(options: StartRedisOptions = {}): Promise<RedisServer> {
  const appendOnly = options.appendOnly ?? false;
  return startServer({
    ...options,
    purpose: 'redis',
    readyPattern: /Ready to accept connections/,
    toArgs: async (port, dir) => [
      ...['--port', String(port), '--bind', HOST, '--dir', dir, '--save', ''],
      ...['--appendonly', appendOnly ? 'yes' : 'no', '--appendfsync', appendOnly || 'no'],
      ...(options.extraArgs ?? []),
    ],
  });
}

export interface StartServerOptions extends Pick<StartRedisOptions, 'port' | 'dir'> {
  /** What its folder is called after. */
  purpose: string;
  readyPattern: RegExp;
  toArgs(port: number, dir: string): Promise<string[]>;
  /** What it is told after each start. */
  commands?: readonly (readonly string[])[];
}

/** The program of Redis in any of its roles. */
export async function startServer(options: StartServerOptions): Promise<RedisServer> {
  const dir = options.dir ?? (await temporaryFolder(options.purpose));
  let { port, process } = await startOnSomePort(dir, options);

  return {
    host: HOST,
    port,
    dir,
    url: `redis://${HOST}:${port}`,
    get pid() {
      return process.pid;
    },
    output: () => process.output(),
    kill: (signal) => process.kill(signal),
    async restart() {
      await process.stop();
      process = await start(port, dir, options);
    },
    async stop() {
      await process.stop();
      if (!options.dir) await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startOnSomePort(dir: string, options: StartServerOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    try {
      return { port, process: await start(port, dir, options) };
    } catch (error) {
      // Somebody else took the port between the look and the start.
      const isTaken = /Address already in use|Failed listening/.test((error as Error).message);
      if (!isTaken || options.port || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function start(port: number, dir: string, options: StartServerOptions): Promise<RunningProcess> {
  const running = await startProcess({
    command: requireRedisServer().server,
    args: await options.toArgs(port, dir),
    readyPattern: options.readyPattern,
  });
  await eventually(async () => (await askRedis(port, ['PING'])).startsWith('+PONG'), {
    timeoutMs: 10_000,
    what: `Redis on port ${port} answers`,
  });
  for (const command of options.commands ?? []) {
    const answer = await askRedis(port, command);
    if (answer.startsWith('-')) throw new Error(`${command.join(' ')}: ${answer}`);
  }
  return running;
}
