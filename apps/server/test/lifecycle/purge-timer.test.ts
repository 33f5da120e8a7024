import type { Purged } from '@scrollback/core';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPurgeTimer } from '../../src/lifecycle/purge-timer.js';

const nothing: Purged = { sessionCount: 0, messageCount: 0, userCount: 0, failures: [] };
const logger = pino({ level: 'silent' });

describe('the purge timer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs an interval after the start, then an interval after the end of each run', async () => {
    let finish = () => {};
    const run = vi.fn(() => new Promise<Purged>((resolve) => (finish = () => resolve(nothing))));
    const timer = startPurgeTimer({ purge: { run }, intervalMs: 1_000, minAgeMs: 5, logger });
    await vi.advanceTimersByTimeAsync(999);
    expect(run).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(1);
    expect(run).toHaveBeenCalledWith({ minAgeMs: 5, signal: expect.any(AbortSignal) });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(run).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(run).toHaveBeenCalledTimes(2);
    finish();
    await timer.stop(10_000);
  });

  it('goes on after a run that failed', async () => {
    const run = vi.fn(() => Promise.reject(new Error('the store is away')));
    const timer = startPurgeTimer({ purge: { run }, intervalMs: 1_000, minAgeMs: 0, logger });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(run).toHaveBeenCalledTimes(3);
    await timer.stop(10_000);
  });

  it('never runs when the interval is 0', async () => {
    const run = vi.fn(async () => nothing);
    const timer = startPurgeTimer({ purge: { run }, intervalMs: 0, minAgeMs: 0, logger });
    await vi.advanceTimersByTimeAsync(100_000);
    expect(run).not.toHaveBeenCalled();
    await timer.stop(10_000);
  });

  it('is stopped by telling the run to end, and waiting for it', async () => {
    let signal: AbortSignal | undefined;
    const run = vi.fn(
      (input: { signal?: AbortSignal | undefined }) =>
        new Promise<Purged>((resolve) => {
          signal = input.signal;
          input.signal?.addEventListener('abort', () => resolve(nothing));
        }),
    );
    const timer = startPurgeTimer({ purge: { run }, intervalMs: 1_000, minAgeMs: 0, logger });
    await vi.advanceTimersByTimeAsync(1_000);
    await timer.stop(10_000);
    expect(signal?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('is stopped after the grace period when the run does not end', async () => {
    const run = () => new Promise<Purged>(() => {});
    const timer = startPurgeTimer({ purge: { run }, intervalMs: 1_000, minAgeMs: 0, logger });
    await vi.advanceTimersByTimeAsync(1_000);
    let isStopped = false;
    const stopped = timer.stop(500).then(() => (isStopped = true));
    await vi.advanceTimersByTimeAsync(499);
    expect(isStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(vi.getTimerCount()).toBe(0);
  });
});
