import type { Ceiling } from '../load/measure-ceiling.js';
import type { PairFigures } from '../measure/measure-pair.js';

export function describeCeiling({ perSecond, generatorMicroseconds }: Ceiling): string {
  const own = Math.round(1e6 / generatorMicroseconds).toLocaleString('en');
  return (
    `load generator: ${Math.round(perSecond).toLocaleString('en')} requests a second from a raw server; ` +
    `it spends ${generatorMicroseconds.toFixed(1)} µs on each, which is ${own} on a core of its own`
  );
}

/** What the generator can ask for a second has to be so many times what a row was answered. */
const neededFactor = 2;

/** Whether the generator can have been what was measured, and in which rows. */
export function judgeGenerator(ceiling: Ceiling, rows: readonly (PairFigures & { readonly row: string })[]): string[] {
  const capacity = Math.max(1e6 / ceiling.generatorMicroseconds, ceiling.perSecond);
  const sides = rows
    .flatMap(({ row, first, second }) => [
      { name: `${row}, first column`, ...first },
      { name: `${row}, second column`, ...second },
    ])
    .map((side) => ({ ...side, factor: capacity / side.perSecond }));
  const [fastest] = sides.toSorted((left, right) => left.factor - right.factor);
  const [busiest] = sides.toSorted((left, right) => right.generatorBusy - left.generatorBusy);
  if (fastest === undefined || busiest === undefined) return [];
  const limited = sides.filter(({ factor }) => factor < neededFactor);
  const verdict = limited.length === 0 ? 'enough' : 'NOT ENOUGH';
  return [
    `load generator: can ask for ${fastest.factor.toFixed(1)} times the fastest row (${fastest.name}), ${verdict}; ` +
      `used ${Math.round(100 * busiest.generatorBusy)}% of its core at most (${busiest.name})`,
    ...limited.map(
      ({ name, factor }) =>
        `NOT VALID, it may have been limited by the load generator: ${name}, ${factor.toFixed(1)} times`,
    ),
  ];
}
