import type { ProfileCosts } from '../profile/read-profile.js';

const functionCount = 25;

/** What each part costs in product and baseline, and the functions of the product that cost most. */
export function profileLines(row: string, product: ProfileCosts, baseline: ProfileCosts): string[] {
  const names = [...new Set([...product.parts.keys(), ...baseline.parts.keys()])];
  const costs = names.map((name) => [name, product.parts.get(name) ?? 0, baseline.parts.get(name) ?? 0] as const);
  const sorted = costs.toSorted((left, right) => right[1] - left[1] || right[2] - left[2]);
  const line = (name: string, first: number, second: number) =>
    `  ${name.padEnd(28)}${first.toFixed(1).padStart(9)}${second.toFixed(1).padStart(10)}`;
  const total = (of: ProfileCosts) => [...of.parts.values()].reduce((sum, each) => sum + each, 0);
  const functions = [...product.functions].toSorted((left, right) => right[1] - left[1]).slice(0, functionCount);
  const title = `${row}, µs of one request`;
  return [
    '',
    title.padEnd(30).concat('  product  baseline'),
    line('all', total(product), total(baseline)),
    ...sorted.filter(([, first, second]) => first + second >= 0.1).map((costs) => line(...costs)),
    '  functions of the product',
    ...functions.map(([name, microseconds]) => `  ${microseconds.toFixed(1).padStart(8)}  ${name}`),
  ];
}
