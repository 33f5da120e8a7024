import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { generateSources } from '../scripts/generate-sources.js';

const sources = await generateSources();

it.each([...sources])('%s is what the contract says; run `pnpm generate` after a change', async (file, source) => {
  expect(await readFile(file, 'utf8'), basename(file)).toBe(source);
});
