import type { LoadGenerator, Slice } from '../load/load-generator.js';
import type { Workload } from '../load/workload.js';
import { cpuTimeMs } from '../machine/cpu-time.js';
import { median, type Spread, toSpread } from './statistics.js';

/** One of two things that are compared. */
export interface Contestant {
  readonly generator: LoadGenerator;
  readonly workload: Workload;
  /** Of the server, and of the Redis behind it if there is one. */
  readonly pid: number;
  readonly redisPid: number | undefined;
  /** Of a server that is more than one process. */
  readonly otherPids?: readonly number[];
  /** Called before each slice, and not measured: a workload that wears out what it works on starts afresh. */
  readonly renew?: () => Promise<Workload>;
}

export interface Schedule {
  readonly warmUpMs: number;
  readonly sliceMs: number;
  readonly roundCount: number;
}

/** Medians over the slices of one contestant. */
interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time for one request; `undefined` where the system does not say. */
  readonly serverMicroseconds: number | undefined;
  readonly redisMicroseconds: number | undefined;
  /** Part of one core that the server used. Much below 1: something else was the limit. */
  readonly serverBusy: number | undefined;
  readonly generatorBusy: number;
}

export interface PairFigures {
  readonly first: Figures;
  readonly second: Figures;
  /** Requests a second, first / second, of slices that ran next to each other. */
  readonly speed: Spread;
  /** The 99th percentile of the time to an answer, first / second, of the same slices. */
  readonly p99: Spread;
  /** Processor time of the server for one request, second / first: the speed that would be left if nobody else used the machine. */
  readonly serverSpeed: number | undefined;
}

interface Measured extends Slice {
  readonly serverMs: number | undefined;
  readonly redisMs: number | undefined;
}

/** Measures two contestants in short slices that take turns, so that whatever else happens on the machine happens to both. */
export async function measurePair(first: Contestant, second: Contestant, schedule: Schedule): Promise<PairFigures> {
  for (const contestant of [first, second]) await measure(contestant, schedule.warmUpMs);
  const slices: { first: Measured; second: Measured }[] = [];
  for (let round = 0; round < schedule.roundCount; round += 1) {
    // Who begins takes turns, too.
    const isTurned = round % 2 === 1;
    const before = await measure(isTurned ? second : first, schedule.sliceMs);
    const after = await measure(isTurned ? first : second, schedule.sliceMs);
    slices.push(isTurned ? { first: after, second: before } : { first: before, second: after });
  }
  const figures = {
    first: toFigures(slices.map((pair) => pair.first)),
    second: toFigures(slices.map((pair) => pair.second)),
  };
  const [firstCost, secondCost] = [figures.first.serverMicroseconds, figures.second.serverMicroseconds];
  return {
    ...figures,
    speed: toSpread(slices.map((pair) => pair.first.perSecond / pair.second.perSecond)),
    p99: toSpread(slices.map((pair) => pair.first.p99Ms / pair.second.p99Ms)),
    serverSpeed: firstCost === undefined || secondCost === undefined ? undefined : secondCost / firstCost,
  };
}

async function measure(
  { generator, workload, pid, otherPids = [], redisPid, renew }: Contestant,
  durationMs: number,
): Promise<Measured> {
  const renewed = renew === undefined ? workload : await renew();
  const cpuTimes = () => [
    sum([pid, ...otherPids], cpuTimeMs),
    redisPid === undefined ? undefined : cpuTimeMs(redisPid),
  ];
  const before = cpuTimes();
  const slice = await generator.run(renewed, { durationMs });
  const after = cpuTimes();
  const [serverMs, redisMs] = before.map((start, index) => {
    const end = after[index];
    return start === undefined || end === undefined ? undefined : end - start;
  });
  return { ...slice, serverMs, redisMs };
}

function toFigures(slices: readonly Measured[]): Figures {
  const requestCount = sum(slices, (slice) => slice.requestCount) as number;
  const elapsedMs = sum(slices, (slice) => (1_000 * slice.requestCount) / slice.perSecond) as number;
  const serverMs = sum(slices, (slice) => slice.serverMs);
  const redisMs = sum(slices, (slice) => slice.redisMs);
  return {
    perSecond: median(slices.map((slice) => slice.perSecond)),
    p50Ms: median(slices.map((slice) => slice.p50Ms)),
    p99Ms: median(slices.map((slice) => slice.p99Ms)),
    serverMicroseconds: serverMs === undefined ? undefined : (1_000 * serverMs) / requestCount,
    redisMicroseconds: redisMs === undefined ? undefined : (1_000 * redisMs) / requestCount,
    serverBusy: serverMs === undefined ? undefined : serverMs / elapsedMs,
    generatorBusy: median(slices.map((slice) => slice.generatorBusy)),
  };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number | undefined): number | undefined {
  let total = 0;
  for (const item of items) {
    const value = of(item);
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}
