import { describe, expect, it } from 'vitest';
import { toTimeText } from '../src/documents/time.js';
import { newUuid } from '../src/uuids.js';

describe('toTimeText', () => {
  it.each([
    0, 1, 999, 1_000, 59_999, 60_000, 3_599_999, 3_600_000, 86_399_999, 86_400_000, 951_782_399_999, 951_782_400_000,
    1_795_269_662_123, 4_107_542_399_999, 253_402_300_799_999, -1, -86_400_000, -62_135_596_800_000,
  ])('of %i is what toISOString gives', (epochMs) => {
    expect(toTimeText(epochMs)).toBe(new Date(epochMs).toISOString());
  });

  it('is right when days alternate', () => {
    const times = Array.from({ length: 2_000 }, (_, index) => (index % 7) * 86_400_000 + index * 43_211);
    expect(times.map(toTimeText)).toEqual(times.map((epochMs) => new Date(epochMs).toISOString()));
  });
});

describe('newUuid', () => {
  it('gives version 7, of the present moment, and never the same one twice', () => {
    const before = Date.now();
    const uuids = Array.from({ length: 5_000 }, newUuid);
    expect(new Set(uuids).size).toBe(uuids.length);
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const epochMs = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
      expect(epochMs).toBeGreaterThanOrEqual(before);
      expect(epochMs).toBeLessThanOrEqual(Date.now());
    }
  });
});
