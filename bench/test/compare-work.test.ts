import { describe, expect, it } from 'vitest';
import { requireSameWork, type WorkSample } from '../src/measure/compare-work.js';

async function compare(product: WorkSample, baseline: WorkSample): Promise<void> {
  await requireSameWork(async (side) => (side === 'product' ? product : baseline), 'sqlite/get');
}

const sample: WorkSample = { answer: '200 {}', work: ['a row', 'another'] };

describe('requireSameWork', () => {
  it('lets through what is the same', async () => {
    await expect(compare(sample, { ...sample })).resolves.toBeUndefined();
  });

  it('refuses another answer', async () => {
    await expect(compare(sample, { ...sample, answer: '200 []' })).rejects.toThrow('sqlite/get: the answers differ');
  });

  it('refuses work that is left out', async () => {
    await expect(compare(sample, { ...sample, work: ['a row'] })).rejects.toThrow(
      'sqlite/get: the storage work differs',
    );
  });

  it('takes another look when something came in between', async () => {
    const samples = [{ ...sample, work: [...sample.work, 'a purge'] }, sample, sample, sample];
    await expect(requireSameWork(async () => samples.shift() as WorkSample, 'sqlite/get')).resolves.toBeUndefined();
  });
});
