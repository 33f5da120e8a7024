import { describe, expect, it } from 'vitest';
import { restartDelay } from '../../src/workers/restart-delay.js';

describe('the wait before a worker is started again', () => {
  it('is twice as long each time, up to half a minute, while workers do not stay', () => {
    const waits: number[] = [];
    for (let count = 0; count < 12; count += 1) waits.push(restartDelay(waits.at(-1), 500));
    expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(waits.slice(-3)).toEqual([30_000, 30_000, 30_000]);
  });

  it('is short again after one that stayed', () => {
    expect(restartDelay(12_800, 30_000)).toBe(100);
  });
});
