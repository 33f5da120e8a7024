import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createReporter } from './reporter.js';
import type { RunResults } from './results.js';

const root = join(import.meta.dirname, '../../..');
const latest = join(root, 'bench/results/latest.json');
const page = join(root, 'docs/performance.md');
/** The first code block of its kind on the page. */
const table = /(?<=```text no-run: printed by npm run bench\n)[^`]*(?=```)/;

/** The lines that the last complete run printed, from what git keeps of it. */
export async function latestLines(): Promise<string[]> {
  const results = JSON.parse(await readFile(latest, 'utf8')) as RunResults;
  const lines: string[] = [];
  const reporter = createReporter((line) => lines.push(line));
  results.pairs.forEach(reporter.onPair);
  results.clients.forEach(reporter.onClients);
  results.flat.forEach(reporter.onFlat);
  results.scale.forEach(reporter.onScale);
  results.figures.forEach(reporter.onFigure);
  lines.push('', ...results.notes);
  return lines.slice(1);
}

/** The lines that stand in `docs/performance.md`. */
export async function documentedLines(): Promise<string[]> {
  const text = table.exec(await readFile(page, 'utf8'))?.[0];
  if (text === undefined) throw new Error(`${page} has no block of results`);
  return text.trimEnd().split('\n');
}

/** Puts the lines of the last complete run into `docs/performance.md`. */
export async function documentLatest(): Promise<void> {
  const lines = await latestLines();
  const text = await readFile(page, 'utf8');
  await writeFile(
    page,
    text.replace(table, () => `${lines.join('\n')}\n`),
  );
}
