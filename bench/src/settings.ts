/** How much is measured. All of it can be changed by environment variables; a run prints what it used. */
export interface Settings {
  readonly connectionCount: number;
  /** A slice of load on one side, before the other has its turn. */
  readonly sliceMs: number;
  /** How often each side has its turn. */
  readonly roundCount: number;
  readonly warmUpMs: number;
  /** Sessions in the list that is read, with 20 messages each. */
  readonly readSessionCount: number;
  /** Sessions that are written to in turn, on each side of a row. */
  readonly warmSessionCount: number;
  readonly smallSessionCount: number;
  readonly largeSessionCount: number;
  readonly largeUserSessionCount: number;
  readonly largeMessageCount: number;
  /** How long a server is left alone before its memory is looked at. */
  readonly idleMs: number;
  /** What it is asked for before that, the second time. */
  readonly idleRequestCount: number;
  /** Redis' append-only file: `no` keeps nothing on disk. */
  readonly appendOnly: 'no' | 'everysec' | 'always';
  /** What is started as the product: `dist` what was built, `source` the TypeScript. */
  readonly server: 'dist' | 'source';
}

export const full: Settings = {
  connectionCount: 32,
  sliceMs: 700,
  roundCount: 7,
  warmUpMs: 2_000,
  readSessionCount: 1_000,
  warmSessionCount: 1_024,
  smallSessionCount: 1_000,
  largeSessionCount: 1_000_000,
  largeUserSessionCount: 100_000,
  largeMessageCount: 100_000,
  idleMs: 5_000,
  idleRequestCount: 10_000,
  appendOnly: 'no',
  server: 'dist',
};

/** Enough to see that everything works; its numbers say nothing. */
export const quick: Settings = {
  ...full,
  sliceMs: 100,
  roundCount: 2,
  warmUpMs: 100,
  readSessionCount: 150,
  warmSessionCount: 128,
  largeSessionCount: 5_000,
  largeUserSessionCount: 500,
  largeMessageCount: 2_000,
  idleMs: 200,
  idleRequestCount: 640,
};

export function readSettings(base: Settings, environment: NodeJS.ProcessEnv): Settings {
  const numbers = {
    sliceMs: 'SCROLLBACK_BENCH_SLICE_MS',
    roundCount: 'SCROLLBACK_BENCH_ROUNDS',
    warmUpMs: 'SCROLLBACK_BENCH_WARM_UP_MS',
    largeSessionCount: 'SCROLLBACK_BENCH_SESSIONS',
    largeUserSessionCount: 'SCROLLBACK_BENCH_USER_SESSIONS',
    largeMessageCount: 'SCROLLBACK_BENCH_MESSAGES',
  } as const;
  const given = Object.entries(numbers).flatMap(([key, name]) => {
    const text = environment[name];
    return text ? [[key, toCount(name, text)] as const] : [];
  });
  const settings = { ...base, ...Object.fromEntries(given) };
  return {
    ...settings,
    // They are among the sessions of the large store.
    largeUserSessionCount: Math.min(settings.largeUserSessionCount, settings.largeSessionCount - 10),
    appendOnly: oneOf(environment, 'SCROLLBACK_BENCH_APPENDONLY', ['no', 'everysec', 'always'], base.appendOnly),
    server: oneOf(environment, 'SCROLLBACK_BENCH_SERVER', ['dist', 'source'], base.server),
  };
}

function toCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new TypeError(`${name} must be a whole number greater than 0, not ${JSON.stringify(text)}`);
}

function oneOf<const Value extends string>(
  environment: NodeJS.ProcessEnv,
  name: string,
  values: readonly Value[],
  fallback: Value,
): Value {
  const text = environment[name] || fallback;
  const value = values.find((each) => each === text);
  if (value !== undefined) return value;
  throw new TypeError(`${name} must be one of ${values.join(', ')}, not ${JSON.stringify(text)}`);
}
