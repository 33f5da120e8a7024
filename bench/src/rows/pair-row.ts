import type { Workload } from '../load/workload.js';

export type StoreName = 'redis' | 'sqlite' | 'memory';

interface PairOptions {
  readonly connectionCount: number;
  /** Sessions that each connection writes to in turn. */
  readonly ringSize: number;
  /** Ids of this side begin with it, so that it has its own sessions where both share a store. */
  readonly side: 'product' | 'baseline';
  readonly readIds: readonly string[];
  /** Sends so many requests on each connection. */
  readonly runOnce: (workload: Workload, requestsPerConnection: number) => Promise<void>;
  /** Creates users `<prefix>00`, `<prefix>01` … */
  readonly createUsers: (prefix: string, count: number) => Promise<void>;
}

/** At least so much of the baseline's speed; a store that has none is not asked for this row. */
export type Goals = Readonly<Partial<Record<StoreName, number>>>;

/** An operation that product and baseline are asked for in turn. */
export interface PairRow {
  readonly name: string;
  readonly title: string;
  readonly goals: Goals;
  /** Instead of the usual number. */
  readonly connectionCount?: number;
  prepare(options: PairOptions): Promise<Workload>;
}

/** By what a row asks for: issue 6. */
export const goals = {
  read: { redis: 0.7, sqlite: 0.6, memory: 0.4 },
  list: { redis: 0.9, sqlite: 0.6, memory: 0.4 },
  patch: { redis: 0.7, sqlite: 0.6, memory: 0.4 },
  append: { redis: 0.65, sqlite: 0.6, memory: 0.4 },
  create: { redis: 0.5, sqlite: 0.6, memory: 0.4 },
} as const satisfies Record<string, Goals>;

/** Ids of the sessions that each connection works on in turn, numbered in so many digits. */
export function ringsOf(idPrefix: string, ringSize: number, digitCount: number): (connection: number) => string[] {
  const idOf = (number: number) => idPrefix + String(number).padStart(digitCount, '0');
  return (connection) => Array.from({ length: ringSize }, (_, turn) => idOf(connection * ringSize + turn));
}
