import { expect, test } from 'vitest';
import type { Database } from '../src/database.js';
import { createSessionReads } from '../src/session-reads.js';
import { collect, sum } from '../src/slices.js';
import { openEngine } from './harness/engine.js';
import { newMessages, newSession } from './harness/records.js';

/** How often others had their turn while `work` ran. */
async function turnsDuring<T>(work: Promise<T>): Promise<{ result: T; turns: number }> {
  let turns = 0;
  let isRunning = true;
  const count = () => {
    turns += 1;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  const result = await work;
  isRunning = false;
  return { result, turns };
}

test('a large page is read in slices, and others have their turn between them', async () => {
  const limits: number[] = [];
  const all = Array.from({ length: 1_000 }, (_, index) => index);
  const readSlice = async (last: number | undefined, limit: number) => {
    limits.push(limit);
    const start = last === undefined ? 0 : last + 1;
    return all.slice(start, start + limit);
  };
  const { result, turns } = await turnsDuring(collect(430, readSlice));
  expect(result).toEqual(all.slice(0, 430));
  expect(limits).toEqual([100, 100, 100, 100, 30]);
  expect(turns).toBeGreaterThanOrEqual(4);
  limits.length = 0;
  expect(await collect(5_000, readSlice)).toEqual(all);
  expect(limits.length).toBe(11);
});

test('many records are counted in slices', async () => {
  const counts = new Map([
    [0, { count: 10, after: 7 }],
    [7, { count: 10, after: 30 }],
    [30, { count: 3, after: undefined }],
  ]);
  const { result, turns } = await turnsDuring(sum(async (after) => counts.get(after) ?? expect.fail(`${after}`)));
  expect(result).toBe(23);
  expect(turns).toBeGreaterThanOrEqual(2);
});

test('no more is held for a page than it may have, and one message', async () => {
  const engine = await openEngine();
  const next = newSession({ lastSeq: 60 });
  const append = newMessages(60).map((message, index) => ({ ...message, json: `"${'x'.repeat(100 * (index % 10))}"` }));
  await engine.write('commitSession', { previous: undefined, next, append, replace: [] });
  let held = 0;
  const counting: Database = {
    ...engine.database,
    prepare(sql) {
      const statement = engine.database.prepare(sql);
      return {
        ...statement,
        all(values) {
          const rows = statement.all(values);
          for (const { json } of rows) held += typeof json === 'string' ? json.length : 0;
          return rows;
        },
      };
    },
  };
  const reads = createSessionReads(counting);
  for (const range of [{ last: 60 }, { after: 0, limit: 60 }, { after: 17, limit: 40 }]) {
    for (const maxBytes of [1, 500, 902, 5_000, 12_345, 1_000_000]) {
      held = 0;
      const length = reads
        .read(next.id, { ...range, maxBytes })
        ?.messages.reduce((total, { json }) => total + json.length, 0);
      expect(length).toBeLessThanOrEqual(Math.max(maxBytes, 902));
      expect(held).toBeLessThanOrEqual(maxBytes + 902);
    }
  }
});
