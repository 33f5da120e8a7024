import { toPercentiles } from '../measure/statistics.js';
import { Connection } from './connection.js';
import type { Workload } from './workload.js';

export interface PacedOptions {
  readonly connectionCount: number;
  /** Of all connections together. */
  readonly perSecond: number;
  /** At least so long. */
  readonly durationMs: number;
  /** And until this says so; asked every 20 ms. */
  readonly isOver: () => boolean;
}

export interface PacedFigures {
  readonly requestCount: number;
  readonly durationMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const tickMs = 1;
const lookEveryMs = 20;

/**
 * A load that does not slow down when the server does: each connection has its times to send. A request that has to wait because
 * the answer to the one before is not there yet counts from the time it was due.
 *
 * Rejects at the first answer that is wrong.
 */
export function runPaced(port: number, workload: Workload, options: PacedOptions): Promise<PacedFigures> {
  return new Promise((resolve, reject) => {
    const run = new PacedRun(workload, options, resolve, reject);
    run.start(port).catch(reject);
  });
}

class PacedRun {
  readonly #workload: Workload;
  readonly #options: PacedOptions;
  readonly #intervalMs: number;
  readonly #latencies: number[] = [];
  readonly #resolve: (figures: PacedFigures) => void;
  readonly #reject: (error: Error) => void;
  #connections: readonly Connection[] = [];
  readonly #isBusy: boolean[] = [];
  /** When each connection sends next. */
  readonly #dueAt: number[] = [];
  #startedAt = 0;
  #lookedAt = 0;
  #endedAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    workload: Workload,
    options: PacedOptions,
    resolve: (figures: PacedFigures) => void,
    reject: (error: Error) => void,
  ) {
    this.#workload = workload;
    this.#options = options;
    this.#intervalMs = (1_000 * options.connectionCount) / options.perSecond;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  async start(port: number): Promise<void> {
    const { connectionCount } = this.#options;
    const events = {
      onAnswer: (connection: number, sentAt: number, answeredAt: number) =>
        this.#answered(connection, sentAt, answeredAt),
      onFailure: (reason: string) => this.#fail(reason),
    };
    const opening = Array.from({ length: connectionCount }, (_, index) => Connection.open(port, index, events));
    this.#connections = await Promise.all(opening);
    this.#startedAt = performance.now();
    for (let index = 0; index < connectionCount; index += 1) {
      this.#isBusy[index] = false;
      this.#dueAt[index] = this.#startedAt + (index * this.#intervalMs) / connectionCount;
    }
    this.#timer = setInterval(() => this.#tick(), tickMs);
  }

  #tick(): void {
    const now = performance.now();
    if (now - this.#lookedAt >= lookEveryMs) {
      this.#lookedAt = now;
      if (now - this.#startedAt >= this.#options.durationMs && this.#options.isOver()) this.#endedAt = now;
    }
    for (let index = 0; index < this.#connections.length && this.#endedAt === undefined; index += 1) {
      // Sent from now on: that the timer is late is not the server's fault.
      if (!this.#isBusy[index] && (this.#dueAt[index] as number) <= now) this.#send(index, now);
    }
    this.#finishWhenQuiet();
  }

  #send(index: number, sentAt: number): void {
    this.#isBusy[index] = true;
    this.#dueAt[index] = (this.#dueAt[index] as number) + this.#intervalMs;
    (this.#connections[index] as Connection).send(this.#workload, sentAt);
  }

  #answered(index: number, sentAt: number, answeredAt: number): false {
    this.#latencies.push(answeredAt - sentAt);
    this.#isBusy[index] = false;
    const dueAt = this.#dueAt[index] as number;
    if (this.#endedAt === undefined && dueAt <= answeredAt) this.#send(index, dueAt);
    return false;
  }

  #finishWhenQuiet(): void {
    if (this.#endedAt === undefined || this.#isBusy.some(Boolean)) return;
    this.#close();
    const requestCount = this.#latencies.length;
    this.#resolve({ requestCount, durationMs: this.#endedAt - this.#startedAt, ...toPercentiles(this.#latencies) });
  }

  #fail(reason: string): void {
    this.#close();
    this.#reject(new Error(reason));
  }

  #close(): void {
    clearInterval(this.#timer);
    for (const connection of this.#connections) connection.close();
  }
}
