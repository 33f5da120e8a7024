import type { Ceiling } from '../load/measure-ceiling.js';
import type { PairFigures } from '../measure/measure-pair.js';
import type { Settings } from '../settings.js';

/** A row that compares the product with the baseline: `first` is the product. */
export interface PairResult extends PairFigures {
  readonly row: string;
  readonly title: string;
  /** At least so much of the baseline's speed. */
  readonly goal: number;
}

/** A row that compares the product on little and on much: `first` is little. */
export interface FlatResult extends PairFigures {
  readonly row: string;
  readonly title: string;
  readonly sizes: string;
  /** Growth of the cost of a request, at most. */
  readonly goal: number;
}

/** A row that compares the product for many clients with the product for one: `first` is many. */
export interface ClientsResult extends PairFigures {
  readonly row: string;
  readonly title: string;
  /** At least so many times the requests of one client. */
  readonly goal: number;
}

/** A row that measures one figure of the product alone: the less, the better. */
export interface FigureResult {
  readonly row: string;
  readonly title: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'bytes' | '%';
  /** At most so much; `undefined`: is only reported. */
  readonly goal: number | undefined;
  /** What the figure was made from or goes with. */
  readonly details: Readonly<Record<string, number>>;
}

/** A row that compares two processes with one: `first` is two. Of `hot`: one session with many, on two processes. */
export interface ScaleResult extends PairFigures {
  readonly row: string;
  readonly title: string;
  readonly kind: 'processes' | 'hot';
}

export interface RunResults {
  readonly startedAt: string;
  readonly kind: 'full' | 'quick' | 'filtered';
  readonly machine: Readonly<Record<string, string | number>>;
  readonly settings: Settings;
  readonly ceiling: Ceiling;
  readonly pairs: readonly PairResult[];
  /** Milliseconds until the disk confirms a page. */
  readonly diskMs: number;
  readonly clients: readonly ClientsResult[];
  readonly flat: readonly FlatResult[];
  readonly figures: readonly FigureResult[];
  readonly scale: readonly ScaleResult[];
  readonly notes: readonly string[];
}

/** The p99 of the product, at most so many times that of the baseline. */
export const p99Goal = 2;
