import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Store, StoreError } from '@scrollback/store';
import type { Logger } from 'pino';
import { type Environment, readConfig, requireSecret } from './config/read-config.js';
import type { Config } from './config/settings.js';
import { usage } from './config/usage.js';
import { waitForSignal } from './lifecycle/wait-for-signal.js';
import { createLogger } from './logger.js';
import { backUpStore, openStore } from './open-store.js';
import { type RunningServer, startServer } from './start-server.js';

/** The command `scrollback`: serves until a signal comes, unless it is asked for something else. Answers with the exit code. */
export async function run(args: readonly string[], environment: Environment): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } },
    });
    if (values.help) process.stdout.write(usage);
    else if (values.version) console.log(readVersion());
    else await commandOf(positionals)(environment);
    return 0;
  } catch (error) {
    console.error(`scrollback: ${describe(error)}`);
    return 1;
  }
}

type Command = (environment: Environment, argument: string) => Promise<void>;

/** What can be asked for, and the names of the arguments that it takes. */
const commands: Readonly<Record<string, { readonly run: Command; readonly takes: readonly string[] }>> = {
  token: { run: printToken, takes: [] },
  backup: { run: backUp, takes: ['FILE'] },
};

function commandOf([name, ...rest]: readonly string[]): (environment: Environment) => Promise<void> {
  if (name === undefined) return serve;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Error(`Unexpected argument '${name}'; scrollback --help says what there is`);
  const [argument = ''] = rest;
  if (rest.length === command.takes.length) return (environment) => command.run(environment, argument);
  throw new Error(`Usage: ${['scrollback', name, ...command.takes].join(' ')}`);
}

/** A copy of the store as it is at one moment, while servers use it. */
async function backUp(environment: Environment, target: string): Promise<void> {
  const { config } = readConfig(environment);
  console.log(await backUpStore(config.store, target));
}

/** What `zep --generate-token` was. */
async function printToken(environment: Environment): Promise<void> {
  const { config } = readConfig(environment);
  const { createToken } = await import('./create-token.js');
  console.log(await createToken(requireSecret(config, environment)));
}

async function serve(environment: Environment): Promise<void> {
  const { config, warnings } = readConfig(environment);
  for (const warning of warnings) warn(warning);
  const logger = createLogger(config.logLevel);
  const { store, name, isRemote } = await openStore({ config, onWarning: warn });
  try {
    await greet(store, isRemote, logger);
    const server = await start(config, store, logger);
    console.log(`Scrollback listens on ${server.url} (store: ${name})`);
    await waitForSignal();
    await server.stop();
  } finally {
    await store.close();
  }
}

/** A store elsewhere that does not answer yet is waited for, request by request; one that is not fit ends the start. */
async function greet(store: Store, isRemote: boolean, logger: Logger): Promise<void> {
  try {
    await store.ping();
  } catch (error) {
    const isAway =
      isRemote && StoreError.isInstance(error) && error.code === 'store_unavailable' && error.operation !== 'open';
    if (!isAway) throw error;
    logger.warn({ err: error }, 'the store does not answer yet');
  }
}

async function start(config: Config, store: Store, logger: Logger): Promise<RunningServer> {
  try {
    return await startServer({ config, store, logger });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'something else listens there already' : describe(error);
    throw new Error(`cannot listen on ${config.host}:${config.port}: ${reason}`, { cause: error });
  }
}

function readVersion(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

function warn(message: string): void {
  console.error(`WARNING: ${message}`);
}

function describe(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string;
}
