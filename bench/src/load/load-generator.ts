import { toPercentiles } from '../measure/statistics.js';
import { Connection } from './connection.js';
import type { Workload } from './workload.js';

export interface Slice {
  readonly requestCount: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Part of one core that the generator itself used. */
  readonly generatorBusy: number;
}

type SliceLimit = { readonly durationMs: number } | { readonly requestsPerConnection: number };

/** Connections to one server that are kept open between slices of load. */
export interface LoadGenerator {
  /** Sends on every connection, each time as soon as the answer is there. Rejects at the first answer that is wrong. */
  run(workload: Workload, limit: SliceLimit): Promise<Slice>;
  close(): void;
}

/** `ports`: more than one share the connections. */
export async function createLoadGenerator(
  ports: number | readonly number[],
  connectionCount: number,
): Promise<LoadGenerator> {
  const targets = [ports].flat();
  let slice: RunningSlice | undefined;
  /** A connection that failed between two slices would never answer in the next one. */
  let failure: string | undefined;
  const events = {
    onAnswer: (connection: number, sentAt: number, answeredAt: number) =>
      slice?.answered(connection, sentAt, answeredAt) ?? false,
    onFailure(reason: string) {
      failure ??= reason;
      slice?.failed(reason);
    },
  };
  const connections = await Promise.all(
    Array.from({ length: connectionCount }, (_, index) =>
      Connection.open(targets[index % targets.length] as number, index, events),
    ),
  );
  return {
    run(workload, limit) {
      return new Promise((resolve, reject) => {
        if (failure !== undefined) throw new Error(failure);
        slice = new RunningSlice(connectionCount, limit, resolve, reject);
        for (const connection of connections) connection.send(workload, performance.now());
      });
    },
    close() {
      for (const connection of connections) connection.close();
    },
  };
}

class RunningSlice {
  readonly #startedAt = performance.now();
  readonly #cpuBefore = process.cpuUsage();
  readonly #endsAt: number;
  /** How many requests each connection may still send. */
  readonly #left: number[];
  readonly #latencies: number[] = [];
  readonly #resolve: (slice: Slice) => void;
  readonly #reject: (error: Error) => void;
  #busyCount: number;

  constructor(
    connectionCount: number,
    limit: SliceLimit,
    resolve: (slice: Slice) => void,
    reject: (error: Error) => void,
  ) {
    this.#endsAt = 'durationMs' in limit ? this.#startedAt + limit.durationMs : Number.POSITIVE_INFINITY;
    const each = 'durationMs' in limit ? Number.POSITIVE_INFINITY : limit.requestsPerConnection - 1;
    this.#left = new Array<number>(connectionCount).fill(each);
    this.#busyCount = connectionCount;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  answered(connection: number, sentAt: number, answeredAt: number): boolean {
    this.#latencies.push(answeredAt - sentAt);
    const left = this.#left[connection] as number;
    if (answeredAt < this.#endsAt && left > 0) {
      this.#left[connection] = left - 1;
      return true;
    }
    this.#busyCount -= 1;
    if (this.#busyCount === 0) this.#finish(answeredAt);
    return false;
  }

  failed(reason: string): void {
    this.#reject(new Error(reason));
  }

  #finish(now: number): void {
    const { user, system } = process.cpuUsage(this.#cpuBefore);
    const elapsedMs = now - this.#startedAt;
    const requestCount = this.#latencies.length;
    const { p50Ms, p99Ms } = toPercentiles(this.#latencies);
    this.#resolve({
      requestCount,
      perSecond: (1_000 * requestCount) / elapsedMs,
      p50Ms,
      p99Ms,
      generatorBusy: (user + system) / 1_000 / elapsedMs,
    });
  }
}
