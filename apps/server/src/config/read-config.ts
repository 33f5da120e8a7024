import { type Config, type Setting, settings } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadConfig {
  readonly config: Config;
  /** Variables that look like ours and are not: probably misspelt. */
  readonly unknown: readonly string[];
}

/** A value that cannot be understood. The message is one line for whoever set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The configuration that the environment asks for; throws `ConfigError`. */
export function readConfig(environment: Environment): ReadConfig {
  const entries = Object.entries<Setting<unknown>>(settings).map(([key, setting]) => [key, read(setting, environment)]);
  const known = new Set<string>(Object.values(settings).map(({ name }) => name));
  return {
    config: Object.fromEntries(entries) as Config,
    unknown: Object.keys(environment).filter((name) => name.startsWith('SCROLLBACK_') && !known.has(name)),
  };
}

function read<Value>({ name, default: fallback, parse }: Setting<Value>, environment: Environment): Value {
  const text = environment[name]?.trim() || fallback;
  try {
    return parse(text);
  } catch (error) {
    throw new ConfigError(`${name} ${(error as Error).message}`);
  }
}
