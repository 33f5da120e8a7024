import { flawOfSecret, weaknessOfSecret } from './auth-secret.js';
import { type Config, type Setting, settings } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadConfig {
  readonly config: Config;
  /** What is probably not as whoever set it thinks; one line each. */
  readonly warnings: readonly string[];
}

/** A value that cannot be understood, or not be used. The message is one line for whoever set it, and tells no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The configuration that the environment asks for; throws `ConfigError`. */
export function readConfig(environment: Environment): ReadConfig {
  const entries = Object.entries<Setting<unknown>>(settings).map(([key, setting]) => [key, read(setting, environment)]);
  const config = Object.fromEntries(entries) as Config;
  if (config.authRequired) requireSecret(config, environment);
  return {
    config,
    warnings: [...unknownNames(environment), ...idleNames(environment), ...doubtsAboutSecret(config, environment)],
  };
}

/** The secret to make tokens with; throws `ConfigError` when there is none that keeps anybody out. */
export function requireSecret({ authSecret }: Pick<Config, 'authSecret'>, environment: Environment): string {
  const flaw = flawOfSecret(authSecret);
  if (flaw === undefined) return authSecret;
  throw new ConfigError(`${nameIn(environment, settings.authSecret)} ${flaw}: tokens take a secret of your own`);
}

function read<Value>(setting: Setting<Value>, environment: Environment): Value {
  const name = nameIn(environment, setting);
  const text = textOf(environment, name) ?? setting.default;
  try {
    return setting.parse(setting.isVerbatim ? text : text.trim());
  } catch (error) {
    throw new ConfigError(`${name} ${(error as Error).message}`);
  }
}

/** The variable that a setting is read from: our own, unless only the one of Zep is set. */
function nameIn(environment: Environment, { name, alias }: Setting<unknown>): string {
  const isAliased = alias !== undefined && !isSet(environment, name) && isSet(environment, alias);
  return isAliased ? alias : name;
}

function textOf(environment: Environment, name: string): string | undefined {
  return isSet(environment, name) ? environment[name] : undefined;
}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? '').trim() !== '';
}

/** Variables that look like ours and are not: probably misspelt. */
function unknownNames(environment: Environment): string[] {
  const known = new Set<string>(Object.values(settings).map(({ name }) => name));
  return Object.keys(environment)
    .filter((name) => name.startsWith('SCROLLBACK_') && !known.has(name))
    .map((name) => `${name} is not a setting of Scrollback; scrollback --help lists them`);
}

/** Variables of Zep that mean nothing here. */
function idleNames(environment: Environment): string[] {
  const known = new Set(Object.values<Setting<unknown>>(settings).map(({ alias }) => alias as string | undefined));
  const idle = Object.keys(environment).filter(
    (name) => name.startsWith('ZEP_') && !known.has(name) && isSet(environment, name),
  );
  return idle.length === 0 ? [] : [`of Zep's settings, these do nothing here: ${idle.sort().join(', ')}`];
}

function doubtsAboutSecret({ authRequired, authSecret }: Config, environment: Environment): string[] {
  const name = nameIn(environment, settings.authSecret);
  const weakness = weaknessOfSecret(authSecret);
  if (authRequired) return weakness === undefined ? [] : [`${name} ${weakness}`];
  const isOwn = flawOfSecret(authSecret) === undefined;
  return isOwn ? [`${name} is set, but anybody may do anything without a token until SCROLLBACK_AUTH_REQUIRED=1`] : [];
}
