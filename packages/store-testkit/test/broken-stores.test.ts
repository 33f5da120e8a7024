import { beforeAll, describe, expect, test } from 'vitest';
import { brokenAcrossProcesses } from './broken/across-processes.js';
import { brokenStores } from './broken/index.js';
import { type Outcomes, runFixtures } from './fixtures/run-fixtures.js';

const defects = Object.entries({ ...brokenStores, ...brokenAcrossProcesses });

let outcomes: Outcomes;

beforeAll(async () => {
  const minimal = defects.flatMap(([, { caughtBy }]) => caughtBy.map((name) => `minimal store › ${name}`));
  const broken = defects.flatMap(([defect, { caughtBy }]) => caughtBy.map((name) => `${defect} › ${name}`));
  outcomes = await runFixtures([...new Set(minimal), ...broken]);
}, 180_000);

describe('a store fails that', () => {
  for (const [defect, { caughtBy }] of defects) {
    test(defect, () => {
      expect(caughtBy.length).toBeGreaterThan(0);
      for (const name of caughtBy) {
        expect([name, outcomes.get(`${defect} › ${name}`)]).toEqual([name, 'failed']);
        expect([name, outcomes.get(`minimal store › ${name}`)]).toEqual([name, 'passed']);
      }
    });
  }
});
