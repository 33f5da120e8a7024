import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findRedisServer, startTypeScript } from '@scrollback/services';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..');
const rowCount = 21;

interface Row {
  readonly row: string;
  readonly first: { readonly perSecond: number };
  readonly second: { readonly perSecond: number };
}

describe.skipIf(!findRedisServer())('npm run bench -- quick (needs redis-server)', () => {
  // Whether the numbers are good is not tested: how fast this machine is at this moment is nobody's promise.
  it('runs every row with right answers and the same Redis work, and writes the results', {
    timeout: 240_000,
  }, async () => {
    const run = await startTypeScript({
      file: join(folder, 'src/main.ts'),
      args: ['quick'],
      env: { SCROLLBACK_BENCH_SERVER: 'source' },
    });
    const { code } = await run.exited;
    expect({ code, output: run.output() }).toEqual({ code: 0, output: expect.stringContaining('written: ') });

    const [, name = ''] = /written: bench\/(\S+)/.exec(run.output()) ?? [];
    const file = join(folder, name);
    const { pairs, flat } = JSON.parse(readFileSync(file, 'utf8')) as { pairs: Row[]; flat: Row[] };
    rmSync(file);
    const speeds = [...pairs, ...flat].map(({ first, second }) => Math.min(first.perSecond, second.perSecond));
    expect(speeds).toHaveLength(rowCount);
    expect(speeds.every((speed) => speed > 0)).toBe(true);
  });
});
