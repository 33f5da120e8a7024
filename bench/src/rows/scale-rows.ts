import type { Workload } from '../load/workload.js';
import { createAppendWorkload } from './append-workload.js';
import { ringsOf } from './pair-row.js';
import { createReadWorkload } from './read-workload.js';

interface ScaleOptions {
  readonly readIds: readonly string[];
  /** New sessions of this side begin with it. */
  readonly idPrefix: string;
  /** Sessions that each connection writes to in turn. */
  readonly ringSize: number;
}

interface ScaleSide {
  /** What serves: one process, two of `SCROLLBACK_WORKERS=2`, or two servers with a port each. */
  readonly by: 'one' | 'workers' | 'servers';
  workload(options: ScaleOptions): Workload;
  /** It writes to sessions that have to be there before. */
  readonly isWrite?: boolean;
}

/** The product on two processes and on one, or one session and many on two processes. */
export interface ScaleRow {
  readonly name: string;
  readonly title: string;
  readonly kind: 'processes' | 'hot';
  readonly stores: readonly ('redis' | 'sqlite')[];
  readonly first: ScaleSide;
  readonly second: ScaleSide;
}

type Work = Omit<ScaleSide, 'by'>;

const get: Work = { workload: ({ readIds }) => createReadWorkload(readIds.map((id) => `/v1/sessions/${id}`)) };
const window: Work = {
  workload: ({ readIds }) => createReadWorkload(readIds.map((id) => `/v1/sessions/${id}/window?last=12`)),
};
const append: Work = {
  workload: ({ idPrefix, ringSize }) => createAppendWorkload({ sessionsOf: ringsOf(idPrefix, ringSize, 4) }),
  isWrite: true,
};
const appendToOne: Work = {
  workload: ({ idPrefix }) => createAppendWorkload({ sessionsOf: () => [`${idPrefix}hot`] }),
  isWrite: true,
};

const rows: readonly ScaleRow[] = [
  onTwo('get', 'get, two workers', get, ['redis', 'sqlite']),
  onTwo('window', 'window of 12, two workers', window, ['redis']),
  onTwo('append', 'append of 2, two workers', append, ['redis']),
  {
    ...onTwo('get-servers', 'get, two servers', get, ['redis']),
    first: { ...get, by: 'servers' },
  },
  {
    name: 'hot-append',
    title: 'append of 2',
    kind: 'hot',
    stores: ['redis'],
    first: { ...appendToOne, by: 'workers' },
    second: { ...append, by: 'workers' },
  },
];

export function scaleRowsOf(store: 'redis' | 'sqlite'): readonly ScaleRow[] {
  return rows.filter(({ stores }) => stores.includes(store));
}

function onTwo(name: string, title: string, work: Work, stores: ScaleRow['stores']): ScaleRow {
  return { name, title, kind: 'processes', stores, first: { ...work, by: 'workers' }, second: { ...work, by: 'one' } };
}
