export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  if (Number.isInteger(middle)) return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return sorted[Math.floor(middle)] as number;
}

/** The middle of some measurements, and the range that half of them are in. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function toSpread(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] as number;
  return { median: median(values), low: at(0.25), high: at(0.75) };
}

/** Of latencies, for example. */
export function toPercentiles(values: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}
