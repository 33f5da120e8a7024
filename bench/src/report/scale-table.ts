import type { ScaleResult } from './results.js';
import { columns, count, ratio, titleWidth } from './table.js';

export function scaleHeader(kind: ScaleResult['kind']): string[] {
  const [title, second, first] =
    kind === 'hot' ? ['one session from two processes', 'many', 'one'] : ['two processes, a second', 'one', 'two'];
  const line = columns([
    [second, 9],
    [first, 9],
    ['times', 7],
    ['(middle half)', 14],
    ['p99 ms', 14],
    ['CPU µs', 11],
    ['cores: servers, Redis, generator', 34],
  ]);
  return ['', title.padEnd(titleWidth) + line];
}

/** The processor time is that of the servers for a request; what all used together says whether there was any left. */
export function scaleLine({ title, first, second, speed }: ScaleResult): string {
  const line = columns([
    [count(second.perSecond), 9],
    [count(first.perSecond), 9],
    [ratio(speed.median), 7],
    [`(${ratio(speed.low)}–${ratio(speed.high)})`, 14],
    [`${second.p99Ms.toFixed(1)} / ${first.p99Ms.toFixed(1)}`, 14],
    [`${microseconds(second)} / ${microseconds(first)}`, 11],
    [`${cores(second)} / ${cores(first)}`, 34],
  ]);
  return title.padEnd(titleWidth) + line;
}

type Figures = ScaleResult['first'];

function microseconds({ serverMicroseconds }: Figures): string {
  return serverMicroseconds === undefined ? '–' : Math.round(serverMicroseconds).toString();
}

function cores({ serverBusy, redisMicroseconds, perSecond, generatorBusy }: Figures): string {
  const redisBusy = redisMicroseconds === undefined ? undefined : (redisMicroseconds * perSecond) / 1e6;
  const parts = [serverBusy, redisBusy, generatorBusy].filter((part) => part !== undefined);
  return parts.map((part) => part.toFixed(2)).join('+');
}
