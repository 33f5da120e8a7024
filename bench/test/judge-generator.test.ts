import { describe, expect, it } from 'vitest';
import type { PairFigures } from '../src/measure/measure-pair.js';
import { judgeGenerator } from '../src/report/generator-lines.js';

/** Asks for 40,000 a second on a core of its own. */
const ceiling = { perSecond: 20_000, generatorMicroseconds: 25 };

function rowOf(row: string, firstPerSecond: number, secondPerSecond: number): PairFigures & { readonly row: string } {
  const figures = { p50Ms: 1, p99Ms: 2, serverMicroseconds: 50, redisMicroseconds: 10, serverBusy: 0.9 };
  const spread = { median: 1, low: 1, high: 1 };
  return {
    row,
    first: { ...figures, perSecond: firstPerSecond, generatorBusy: 0.3 },
    second: { ...figures, perSecond: secondPerSecond, generatorBusy: 0.4 },
    speed: spread,
    p99: spread,
    serverSpeed: 1,
  };
}

describe('judgeGenerator', () => {
  it('says that it is enough when it can ask for twice the fastest', () => {
    const lines = judgeGenerator(ceiling, [rowOf('redis/get', 12_000, 20_000), rowOf('redis/list', 900, 1_000)]);
    expect(lines).toEqual([expect.stringContaining('2.0 times the fastest row (redis/get, second column), enough')]);
  });

  it('names each row that it may have limited', () => {
    const lines = judgeGenerator(ceiling, [rowOf('redis/get', 21_000, 30_000), rowOf('redis/list', 900, 1_000)]);
    expect(lines[0]).toContain('NOT ENOUGH');
    expect(lines.slice(1).map((line) => /NOT VALID.*: (redis.*), /.exec(line)?.[1])).toEqual([
      'redis/get, first column',
      'redis/get, second column',
    ]);
  });
});
