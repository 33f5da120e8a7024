import type { Ceiling } from '../load/measure-ceiling.js';
import type { PairFigures } from '../measure/measure-pair.js';

export function describeCeiling({ perSecond, generatorMicroseconds }: Ceiling): string {
  const own = Math.round(1e6 / generatorMicroseconds).toLocaleString('en');
  return (
    `load generator: ${Math.round(perSecond).toLocaleString('en')} requests a second from a raw server; ` +
    `it spends ${generatorMicroseconds.toFixed(1)} µs on each, which is ${own} on a core of its own`
  );
}

/** Whether the generator can have been what was measured: it has to be able to ask for twice the fastest row. */
export function judgeGenerator(ceiling: Ceiling, rows: readonly (PairFigures & { readonly row: string })[]): string[] {
  const sides = rows.flatMap(({ row, first, second }) => [
    { name: `${row}, first column`, ...first },
    { name: `${row}, second column`, ...second },
  ]);
  const [fastest] = sides.toSorted((left, right) => right.perSecond - left.perSecond);
  const [busiest] = sides.toSorted((left, right) => right.generatorBusy - left.generatorBusy);
  if (fastest === undefined || busiest === undefined) return [];
  const capacity = 1e6 / ceiling.generatorMicroseconds;
  const factor = Math.max(capacity, ceiling.perSecond) / fastest.perSecond;
  const verdict = factor >= 2 ? 'enough' : 'LESS THAN TWICE: the fastest rows may be limited by it';
  return [
    `load generator: can ask for ${factor.toFixed(1)} times the fastest row (${fastest.name}), ${verdict}; ` +
      `used ${Math.round(100 * busiest.generatorBusy)}% of its core at most (${busiest.name})`,
  ];
}
