import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess, startTypeScript } from '@scrollback/services';
import { pin } from './pin.js';

export interface Server {
  readonly port: number;
  readonly pid: number;
  /** Ends the process. */
  stop(): Promise<void>;
  /** What it printed last: why an answer is wrong is often there. */
  output(): string;
}

export interface StartOptions {
  readonly core: number | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

const app = fileURLToPath(new URL('.', import.meta.resolve('@scrollback/server/package.json')));
const programs = {
  'baseline-redis': import.meta.resolve('../programs/baseline-redis.ts'),
  'baseline-sqlite': import.meta.resolve('../programs/baseline-sqlite.ts'),
  'baseline-memory': import.meta.resolve('../programs/baseline-memory.ts'),
  'raw-server': import.meta.resolve('../programs/raw-server.ts'),
};

/** The product, as an operator starts it. */
export async function startProduct(
  store: string,
  { core, env = {}, server }: StartOptions & { readonly server: 'dist' | 'source' },
): Promise<Server> {
  // The product would warn of variables that are not its own.
  const foreign = Object.keys(process.env).filter((name) => name.startsWith('SCROLLBACK_'));
  const options = {
    env: {
      ...Object.fromEntries(foreign.map((name) => [name, undefined])),
      ...env,
      SCROLLBACK_PORT: '0',
      SCROLLBACK_HOST: '127.0.0.1',
      SCROLLBACK_STORE: store,
      NODE_ENV: 'production',
    },
    readyPattern: /listens on http:\/\/127\.0\.0\.1:(\d+)/,
  };
  const built = join(app, 'dist/main.js');
  if (server === 'source') return toServer(await startTypeScript({ ...options, file: join(app, 'src/main.ts') }), core);
  if (!existsSync(built))
    throw new Error('the server is not built: use `npm run bench`, or build it by `npm run build`');
  return toServer(await startProcess({ ...options, command: process.execPath, args: [built] }), core);
}

/** A program of this package that prints where it listens. */
export async function startProgram(
  name: keyof typeof programs,
  args: readonly string[],
  { core, env = {} }: StartOptions,
): Promise<Server> {
  const running = await startTypeScript({
    file: fileURLToPath(programs[name]),
    args,
    env: { ...env, NODE_ENV: 'production' },
    readyPattern: /listens on http:\/\/127\.0\.0\.1:(\d+)/,
  });
  return toServer(running, core);
}

function toServer(running: RunningProcess, core: number | undefined): Server {
  pin(running.pid, core);
  return {
    port: Number(running.ready?.[1]),
    pid: running.pid,
    output: () => running.output(),
    async stop() {
      await running.stop();
    },
  };
}
