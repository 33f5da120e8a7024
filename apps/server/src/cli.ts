import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Environment, readConfig, requireSecret } from './config/read-config.js';
import { usage } from './config/usage.js';
import { firstLineOf } from './first-line.js';
import { waitForSignal } from './lifecycle/wait-for-signal.js';
import { letYoungSpaceGrow } from './lifecycle/young-space.js';
import { createLogger } from './logger.js';
import { backUpStore } from './open-store.js';
import type { Listening } from './serve.js';

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
    console.error(`scrollback: ${firstLineOf(error)}`);
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
  if (name === undefined) return serveUntilSignal;
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

async function serveUntilSignal(environment: Environment): Promise<void> {
  const { config, warnings } = readConfig(environment);
  for (const warning of warnings) warn(warning);
  const logger = createLogger(config.logLevel);
  const onListening = (listening: Listening) => {
    letYoungSpaceGrow();
    sayWhere(listening, config.workers);
  };
  // Loaded when they are needed: a process that only deals out connections has no use for what serves.
  if (config.workers > 1) {
    const { runWorkers } = await import('./workers/run-workers.js');
    await runWorkers({ config, logger, onWarning: warn, onListening });
  } else {
    const { serve } = await import('./serve.js');
    await serve({ config, logger, onWarning: warn, onListening, untilStop: waitForSignal });
  }
}

function sayWhere({ url, storeName }: Listening, workers: number): void {
  const more = workers > 1 ? `, ${workers} workers` : '';
  console.log(`Scrollback listens on ${url} (store: ${storeName}${more})`);
}

function readVersion(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

function warn(message: string): void {
  console.error(`WARNING: ${message}`);
}
