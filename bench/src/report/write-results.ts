import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResults } from './results.js';

const folder = join(import.meta.dirname, '../../results');

/**
 * Writes the results of a run under its date; those of a complete one also as `latest.json`, the only one that git keeps.
 *
 * Returns the names of the files.
 */
export async function writeResults(results: RunResults): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const date = results.startedAt.slice(0, 19).replaceAll(':', '-');
  const names = [`${date}${results.kind === 'full' ? '' : `-${results.kind}`}.json`];
  if (results.kind === 'full') names.push('latest.json');
  const text = `${JSON.stringify(results, roundNumbers, 2)}\n`;
  for (const name of names) await writeFile(join(folder, name), text);
  return names.map((name) => `bench/results/${name}`);
}

function roundNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
