import type { BrokenStore } from './broken-store.js';
import { brokenCommits } from './commits.js';
import { brokenHandles } from './handles.js';
import { brokenLists } from './lists.js';
import { brokenReads } from './reads.js';
import { brokenRemovals } from './removals.js';
import { brokenValues } from './values.js';

/** By the defect. */
export const brokenStores: Readonly<Record<string, BrokenStore>> = {
  ...brokenCommits,
  ...brokenValues,
  ...brokenReads,
  ...brokenLists,
  ...brokenRemovals,
  ...brokenHandles,
};
