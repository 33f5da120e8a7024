import type { FigureResult } from './results.js';

const titleWidth = 42;

export function figureHeader(): string[] {
  return ['', `${'the product alone'.padEnd(titleWidth)}${'figure'.padStart(14)}${'goal'.padStart(14)}  made from`];
}

export function figureLine({ row, title, value, unit, goal, details }: FigureResult): string {
  const store = row.slice(0, row.indexOf('/'));
  const figure = `${format(value)} ${unit}`.padStart(14);
  const limit = (goal === undefined ? '–' : `≤${format(goal)} ${unit}`).padStart(14);
  const parts = Object.entries(details).map(([name, part]) => `${name} ${format(part)}`);
  const note = goal !== undefined && value > goal ? '  ← above the goal' : '';
  return `${`${store}: ${title}`.padEnd(titleWidth)}${figure}${limit}  ${parts.join(', ')}${note}`;
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 });
}
