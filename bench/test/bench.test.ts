import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findRedisServer, startTypeScript } from '@scrollback/services';
import { describe, expect, it } from 'vitest';
import { flatRows } from '../src/rows/flat-rows.js';
import type { StoreName } from '../src/rows/pair-row.js';
import { pairRowsOf } from '../src/rows/pair-rows.js';
import { scaleRowsOf } from '../src/rows/scale-rows.js';
import { bytesRows } from '../src/sections/bytes.js';
import { clientsRows } from '../src/sections/clients.js';
import { idleRows } from '../src/sections/idle.js';
import { purgeRows } from '../src/sections/purge.js';
import { spreadRow } from '../src/sections/spread.js';
import { startRows } from '../src/sections/start.js';

const folder = join(import.meta.dirname, '..');

interface Row {
  readonly row: string;
  readonly first: { readonly perSecond: number };
  readonly second: { readonly perSecond: number };
}

interface Results {
  readonly pairs: readonly Row[];
  readonly clients: readonly Row[];
  readonly flat: readonly Row[];
  readonly figures: readonly { readonly row: string; readonly value: number }[];
  readonly scale: readonly Row[];
  readonly notes: readonly string[];
}

/** As short as can be: whether the numbers are good is not tested, how fast this machine is at this moment is nobody's promise. */
async function runQuickly(...filters: string[]): Promise<Results> {
  const run = await startTypeScript({
    file: join(folder, 'src/main.ts'),
    args: ['quick', ...filters],
    env: {
      SCROLLBACK_BENCH_SERVER: 'source',
      SCROLLBACK_BENCH_SLICE_MS: '30',
      SCROLLBACK_BENCH_WARM_UP_MS: '30',
      SCROLLBACK_BENCH_SESSIONS: '2000',
      SCROLLBACK_BENCH_USER_SESSIONS: '200',
    },
  });
  const { code } = await run.exited;
  expect({ code, output: run.output() }).toEqual({ code: 0, output: expect.stringContaining('written: ') });
  const [, name = ''] = /written: bench\/(\S+)/.exec(run.output()) ?? [];
  const file = join(folder, name);
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  rmSync(file);
  const speeds = rowsOf(results).map(({ first, second }) => Math.min(first.perSecond, second.perSecond));
  expect(speeds.filter((speed) => !(speed > 0))).toEqual([]);
  return results;
}

function rowsOf({ pairs, clients, flat, scale }: Results): Row[] {
  return [...pairs, ...clients, ...flat, ...scale];
}

function namesOf(results: Results): string[] {
  return rowsOf(results).map(({ row }) => row);
}

function pairNames(store: StoreName): string[] {
  return pairRowsOf(store).map(({ name }) => `${store}/${name}`);
}

function flatNames(store: 'redis' | 'sqlite'): string[] {
  return flatRows.map(({ name }) => `${store}/flat-${name}`);
}

/** Rows that measure one figure of the product. */
function figureNames(store: StoreName): string[] {
  const names = [
    ...purgeRows.map(({ name }) => name),
    ...(store === 'sqlite' ? startRows.map(({ name }) => name) : []),
    ...idleRows.map(({ name }) => name),
    ...(store === 'memory' ? [] : bytesRows),
  ];
  return names.map((name) => `${store}/${name}`);
}

/** Each once; what a purge delays may be less than nothing on a busy machine. */
function expectFigures({ figures }: Results, ...stores: StoreName[]): void {
  expect(figures.map(({ row }) => row).sort()).toEqual(stores.flatMap(figureNames).sort());
  expect(figures.filter(({ row, value }) => !(value > 0) && !row.includes('/purge-'))).toEqual([]);
}

function scaleNames(store: 'redis' | 'sqlite'): string[] {
  return scaleRowsOf(store).map(({ name }) => `${store}/scale-${name}`);
}

describe('npm run bench -- quick', () => {
  it('runs every row on SQLite and in memory with right answers and the same storage work', {
    timeout: 360_000,
  }, async () => {
    const results = await runQuickly('sqlite/', 'memory/');
    const clients = clientsRows.map(({ name }) => `sqlite/${name}`);
    expect(namesOf(results)).toEqual([
      ...pairNames('sqlite'),
      ...pairNames('memory'),
      ...clients,
      ...flatNames('sqlite'),
      ...scaleNames('sqlite'),
    ]);
    expectFigures(results, 'sqlite', 'memory');
    expect(results.notes.filter((note) => /grew by \d+ bytes a message/.test(note))).toHaveLength(2);
  });

  it.skipIf(!findRedisServer())(
    'runs every row on Redis, likewise (needs redis-server)',
    {
      timeout: 360_000,
    },
    async () => {
      const results = await runQuickly('redis/', spreadRow);
      expect(namesOf(results)).toEqual([...pairNames('redis'), ...flatNames('redis'), ...scaleNames('redis')]);
      const isSpread = ({ row }: { readonly row: string }) => row === spreadRow;
      expect(results.figures.find(isSpread)?.value).toBeGreaterThan(33);
      expectFigures({ ...results, figures: results.figures.filter((figure) => !isSpread(figure)) }, 'redis');
    },
  );
});

describe('rows', () => {
  it.each([
    { store: 'redis', read: 0.7, patch: 0.7, list: 0.9, append: 0.65, create: 0.5 },
    { store: 'sqlite', read: 0.6, patch: 0.6, list: 0.6, append: 0.6, create: 0.6 },
    { store: 'memory', read: 0.4, patch: 0.4, list: 0.4, append: 0.4, create: 0.4 },
  ] as const)('have the goals that were set, on $store', ({ store, read, patch, list, append, create }) => {
    const goals = Object.fromEntries(pairRowsOf(store).map(({ name, goals }) => [name, goals[store]]));
    expect(goals).toEqual({
      get: read,
      window: read,
      list,
      patch,
      append,
      ...(store === 'sqlite' ? { 'append-1-client': append, 'append-128-clients': append } : {}),
      create,
      'first-append': create,
      'zep-append': append,
      'zep-memory': read,
      'zep-get': read,
      'zep-patch': patch,
      'zep-list': list,
    });
  });
});
