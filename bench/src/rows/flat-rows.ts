import type { Workload } from '../load/workload.js';
import { createAppendWorkload } from './append-workload.js';
import { createReadWorkload } from './read-workload.js';
import { createTrashWorkload } from './trash-workload.js';

/** What the flat rows find in the two stores that they run on. */
export interface FlatData {
  readonly small: SizedData;
  readonly large: SizedData;
}

export interface SizedData {
  readonly sessionCount: number;
  /** Ids of all sessions are this and nine digits. */
  readonly idPrefix: string;
  /** The path that lists the page behind half of the sessions. */
  readonly middlePath: string;
}

interface FlatOptions {
  readonly data: FlatData;
  readonly connectionCount: number;
  /** Ids that no session has yet begin with what it returns. */
  readonly freshPrefix: () => string;
  readonly runOnce: (size: 'small' | 'large', workload: Workload, requestsPerConnection: number) => Promise<void>;
}

export interface FlatSide {
  readonly workload: Workload;
  readonly renew?: () => Promise<Workload>;
}

/** An operation of the product on little and on much: the cost must not grow. */
export interface FlatRow {
  readonly name: string;
  readonly title: string;
  /** Which store is asked: both sizes may be in one. */
  readonly stores: { readonly small: 'small' | 'large'; readonly large: 'large' };
  /** Fewer than usual where there are few sessions to write to. */
  readonly connectionCount?: number;
  prepare(options: FlatOptions): Promise<{ readonly small: FlatSide; readonly large: FlatSide }>;
}

export const shortMessageCount = 10;
export const shortUserSessionCount = 10;
export const longSessionCount = 8;
export const longSessionId = (index: number) => `long-${index}`;
export const shortSessionId = (index: number) => `short-${index}`;
export const smallUser = 'user-with-few';
export const largeUser = 'user-with-many';

const stores = { small: 'small', large: 'large' } as const;
const bothInLarge = { small: 'large', large: 'large' } as const;
/** Short sessions that each connection writes to in turn, so that none of them gets long within a slice. */
const shortRingSize = 64;
const sampleSize = 20_000;
/** Coprime to the usual sizes: the ids that are asked for are spread over all of them. */
const stride = 611_953;

export const flatRows: readonly FlatRow[] = [
  {
    name: 'window-length',
    title: 'window of 10, by messages',
    stores: bothInLarge,
    prepare: async () => ({
      small: {
        workload: readAll(Array.from({ length: longSessionCount }, (_, index) => windowPath(shortSessionId(index)))),
      },
      large: {
        workload: readAll(Array.from({ length: longSessionCount }, (_, index) => windowPath(longSessionId(index)))),
      },
    }),
  },
  {
    name: 'append-length',
    title: 'append of 2, by messages',
    stores: bothInLarge,
    connectionCount: longSessionCount,
    async prepare({ freshPrefix, runOnce }) {
      const renew = async () => {
        const prefix = freshPrefix();
        const sessionsOf = (connection: number) =>
          Array.from({ length: shortRingSize }, (_, turn) => `${prefix}${connection}-${turn}`);
        await runOnce('large', createAppendWorkload({ sessionsOf, messageCount: shortMessageCount }), shortRingSize);
        return createAppendWorkload({ sessionsOf, firstNumber: 1_000_000 });
      };
      const large = createAppendWorkload({ sessionsOf: (connection) => [longSessionId(connection)] });
      return { small: { workload: await renew(), renew }, large: { workload: large } };
    },
  },
  {
    name: 'get-sessions',
    title: 'get, by sessions',
    stores,
    prepare: async ({ data: { small, large } }) => ({
      small: { workload: readSample(small, '') },
      large: { workload: readSample(large, '') },
    }),
  },
  {
    name: 'list-first',
    title: 'list, first page, by sessions',
    stores,
    prepare: async () => {
      const first = '/v1/sessions?limit=100';
      return { small: { workload: readAll([first]) }, large: { workload: readAll([first]) } };
    },
  },
  {
    name: 'list-middle',
    title: 'list, page in the middle',
    stores,
    prepare: async ({ data: { small, large } }) => ({
      small: { workload: readAll([small.middlePath]) },
      large: { workload: readAll([large.middlePath]) },
    }),
  },
  {
    name: 'append-sessions',
    title: 'append of 2, by sessions',
    stores,
    async prepare({ data: { small, large }, connectionCount, runOnce }) {
      const sides = { small: sampleRings(small, connectionCount), large: sampleRings(large, connectionCount) };
      for (const [size, workload] of Object.entries(sides)) {
        await runOnce(size as 'small' | 'large', workload, ringSize(small, connectionCount));
      }
      return { small: { workload: sides.small }, large: { workload: sides.large } };
    },
  },
  {
    name: 'user-list',
    title: "a user's sessions, first page",
    stores: bothInLarge,
    prepare: async () => ({
      // As many sessions on the page, so that only the length of the list differs.
      small: { workload: readAll([userPath(smallUser)]) },
      large: { workload: readAll([userPath(largeUser)]) },
    }),
  },
  {
    name: 'delete-length',
    title: 'soft delete and restore',
    stores: bothInLarge,
    connectionCount: longSessionCount,
    prepare: async () => ({
      small: { workload: createTrashWorkload(shortSessionId) },
      large: { workload: createTrashWorkload(longSessionId) },
    }),
  },
];

function readAll(paths: readonly string[]): Workload {
  return createReadWorkload(paths);
}

function windowPath(id: string): string {
  return `/v1/sessions/${id}/window?last=10`;
}

function userPath(id: string): string {
  return `/v1/users/${id}/sessions?limit=${shortUserSessionCount}`;
}

function readSample(data: SizedData, tail: string): Workload {
  const count = Math.min(sampleSize, data.sessionCount);
  return readAll(Array.from({ length: count }, (_, turn) => `/v1/sessions/${sampleId(data, turn)}${tail}`));
}

/** The same number of sessions for both sizes, spread over all of them; no session has two connections. */
function sampleRings(data: SizedData, connectionCount: number): Workload {
  const size = ringSize(data, connectionCount);
  return createAppendWorkload({
    sessionsOf: (connection) => Array.from({ length: size }, (_, turn) => sampleId(data, connection * size + turn)),
  });
}

function ringSize({ sessionCount }: SizedData, connectionCount: number): number {
  return Math.floor(Math.min(1_000, sessionCount) / connectionCount);
}

function sampleId({ idPrefix, sessionCount }: SizedData, turn: number): string {
  return idPrefix + String((turn * stride) % sessionCount).padStart(9, '0');
}
