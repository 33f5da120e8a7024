import { expect, onTestFinished, test, vi } from 'vitest';
import { callBudgetMs } from '../src/retry.js';
import { createWriteQueue } from '../src/write-queue.js';

test('a batch is given the time of the write that came last, however long another has waited', async () => {
  const clock = vi.spyOn(Date, 'now');
  onTestFinished(() => clock.mockRestore());
  const deadlines: number[] = [];
  let finish = () => {};
  const { write } = createWriteQueue(async (writes, deadline) => {
    deadlines.push(deadline);
    if (deadlines.length === 1) {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    }
    return writes.map(() => ({ answer: undefined }));
  });
  const writeAt = (now: number) => {
    clock.mockReturnValue(now);
    return write('checkFile', undefined);
  };
  const first = writeAt(1_000);
  await new Promise((resolve) => setImmediate(resolve));
  const waiting = [writeAt(1_001), writeAt(3_400)];
  finish();
  await Promise.all([first, ...waiting]);
  expect(deadlines).toEqual([1_000 + callBudgetMs, 3_400 + callBudgetMs]);
});
