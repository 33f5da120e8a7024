import { type ClientsResult, type FlatResult, type PairResult, p99Goal } from './results.js';

// Lines that are printed one by one, while the run goes on.

export const titleWidth = 33;

export function pairHeader(store: string): string[] {
  const line = columns([
    ['product', 9],
    ['baseline', 10],
    ['ratio', 7],
    ['(middle half)', 14],
    ['goal', 7],
    ['by CPU', 8],
    ['p99 ms', 14],
    ['ratio', 7],
    ['goal', 7],
    ['server CPU', 11],
  ]);
  return ['', `${store}, requests a second`.padEnd(titleWidth) + line];
}

export function pairLine(result: PairResult): string {
  const { title, first, second, speed, p99, serverSpeed, goal } = result;
  const line = columns([
    [count(first.perSecond), 9],
    [count(second.perSecond), 10],
    [ratio(speed.median), 7],
    [`(${ratio(speed.low)}–${ratio(speed.high)})`, 14],
    [`≥${ratio(goal)}`, 7],
    [serverSpeed === undefined ? '–' : ratio(serverSpeed), 8],
    [`${first.p99Ms.toFixed(1)} / ${second.p99Ms.toFixed(1)}`, 14],
    [ratio(p99.median), 7],
    [`≤${ratio(p99Goal)}`, 7],
    [`${percent(first.serverBusy)} / ${percent(second.serverBusy)}`, 11],
  ]);
  const misses = [];
  if (speed.median < goal) misses.push(`below the goal${(serverSpeed ?? 0) >= goal ? ', by CPU above it' : ''}`);
  if (p99.median > p99Goal) misses.push(`p99 above ${p99Goal} times the baseline's`);
  return title.padEnd(titleWidth) + line + toNote(misses);
}

export function clientsHeader(): string[] {
  const line = columns([
    ['one client', 11],
    ['many', 9],
    ['times', 7],
    ['(middle half)', 14],
    ['goal', 7],
  ]);
  return ['', 'SQLite, durable, a second'.padEnd(titleWidth) + line];
}

export function clientsLine({ title, first, second, speed, goal }: ClientsResult): string {
  const line = columns([
    [count(second.perSecond), 11],
    [count(first.perSecond), 9],
    [speed.median.toFixed(1), 7],
    [`(${speed.low.toFixed(1)}–${speed.high.toFixed(1)})`, 14],
    [`≥${goal.toFixed(1)}`, 7],
  ]);
  return title.padEnd(titleWidth) + line + toNote(speed.median < goal ? ['below the goal'] : []);
}

export function flatHeader(store: string): string[] {
  const line = columns([
    ['sizes', 20],
    ['little', 9],
    ['much', 9],
    ['growth', 8],
    ['(middle half)', 16],
    ['goal', 7],
    ['CPU: server', 13],
    ['Redis', 8],
  ]);
  return ['', `${store}, flat cost, a second`.padEnd(titleWidth) + line];
}

export function flatLine(result: FlatResult): string {
  const { title, sizes, first, second, speed, goal } = result;
  const isCheap = costOf(second) <= (1 + goal) * costOf(first);
  const line = columns([
    [sizes, 20],
    [count(first.perSecond), 9],
    [count(second.perSecond), 9],
    [growth(speed.median), 8],
    [`(${growth(speed.low)} to ${growth(speed.high)})`, 16],
    [`≤${growth(1 + goal)}`, 7],
    [growthOf(first.serverMicroseconds, second.serverMicroseconds), 13],
    [growthOf(first.redisMicroseconds, second.redisMicroseconds), 8],
  ]);
  return (
    title.padEnd(titleWidth) +
    line +
    toNote(speed.median > 1 + goal ? [`above the goal${isCheap ? ', by CPU below it' : ''}`] : [])
  );
}

/** All processor time of a request, that of a Redis behind the server included; not a number where the system does not say. */
function costOf({ serverMicroseconds, redisMicroseconds }: FlatResult['first']): number {
  return (serverMicroseconds ?? Number.NaN) + (redisMicroseconds ?? 0);
}

export function columns(cells: readonly (readonly [text: string, width: number])[]): string {
  return cells.map(([text, width]) => ` ${text.padStart(width)}`).join('');
}

function toNote(misses: readonly string[]): string {
  return misses.length === 0 ? '' : `  ← ${misses.join(', ')}`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function ratio(value: number): string {
  return value.toFixed(2);
}

function percent(part: number | undefined): string {
  return part === undefined ? '–' : `${Math.round(100 * part)}%`;
}

function growth(factor: number): string {
  const part = Math.round(100 * (factor - 1));
  return `${part > 0 ? '+' : ''}${part}%`;
}

function growthOf(little: number | undefined, much: number | undefined): string {
  return little === undefined || much === undefined || little === 0 ? '–' : growth(much / little);
}
