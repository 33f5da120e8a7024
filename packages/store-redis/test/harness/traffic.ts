import type { Store, StoreError } from '@scrollback/store';
import { expect } from 'vitest';
import { commitChange, commitNew, newMessages } from './records.js';

/** A record that a store has acknowledged. */
export interface Acknowledged {
  readonly id: string;
  readonly uuid: string;
  readonly position: number;
}

export interface Traffic {
  /** Every session that was created, in any order. */
  readonly created: readonly Acknowledged[];
  /** Resolves when every writer has worked without a failure for some rounds. */
  untilItWorks(): Promise<void>;
  stop(): Promise<void>;
}

const roundsInARow = 10;

/**
 * Creates sessions, appends to them and lists them as fast as stores can, with a few writers each.
 *
 * Whatever fails has to say that it is unavailable, or that its outcome is unknown, within three seconds.
 */
export function startTraffic(stores: readonly Store[], writersEach = 4): Traffic {
  const created: Acknowledged[] = [];
  const unexpected: unknown[] = [];
  let isStopped = false;

  async function round(store: Store): Promise<void> {
    const result = await inTime(commitNew(store, {}, newMessages(1)));
    if (result.status !== 'committed') throw new Error(`a create was answered with ${result.status}`);
    created.push(result.record);
    await inTime(commitChange(store, result.record, {}, newMessages(1, 1)));
    const after = Math.max(result.record.position - 10, 0);
    await inTime(store.sessions.list({ state: 'live', limit: 5, order: 'asc', after }));
  }

  const writers = stores.flatMap((store) =>
    Array.from({ length: writersEach }, () => {
      const writer = { successes: 0, ended: Promise.resolve() };
      const run = async () => {
        while (!isStopped) {
          try {
            await round(store);
            writer.successes += 1;
          } catch (error) {
            writer.successes = 0;
            if (!['store_unavailable', 'store_outcome_unknown'].includes((error as StoreError).code)) {
              unexpected.push(error);
            }
          }
        }
      };
      writer.ended = run();
      return writer;
    }),
  );

  return {
    created,
    async untilItWorks() {
      for (const writer of writers) writer.successes = 0;
      await expect
        .poll(() => Math.min(...writers.map(({ successes }) => successes)), { timeout: 25_000 })
        .toBeGreaterThan(roundsInARow);
    },
    async stop() {
      isStopped = true;
      await Promise.all(writers.map(({ ended }) => ended));
      expect(unexpected).toEqual([]);
    },
  };
}

async function inTime<T>(call: Promise<T>): Promise<T> {
  const beganAt = Date.now();
  const [result] = await Promise.allSettled([call]);
  if (Date.now() - beganAt > 3_000) throw new Error('a call took more than three seconds');
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** No position stands for two sessions. */
export function expectNoPositionTwice(records: readonly Acknowledged[]): void {
  const owners = new Map<number, string>();
  for (const { position, uuid } of records) {
    expect(owners.get(position) ?? uuid, `position ${position} was given twice`).toBe(uuid);
    owners.set(position, uuid);
  }
}
