import { expect, it } from 'vitest';
import { documentedLines, latestLines } from '../src/report/document.js';

it('docs/performance.md shows the last complete run that was committed', async () => {
  expect(await documentedLines()).toEqual(await latestLines());
});
