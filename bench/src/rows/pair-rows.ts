import type { Workload } from '../load/workload.js';
import { createAppendWorkload, createFirstAppendWorkload } from './append-workload.js';
import { createReadWorkload } from './read-workload.js';
import { createPatchWorkload, createSessionWorkload } from './session-workloads.js';

interface PairOptions {
  readonly connectionCount: number;
  /** Ids of this side begin with it, so that it has its own sessions where both share a Redis. */
  readonly side: 'product' | 'baseline';
  readonly readIds: readonly string[];
  /** Sends so many requests on each connection. */
  readonly runOnce: (workload: Workload, requestsPerConnection: number) => Promise<void>;
  /** Creates users `<prefix>00`, `<prefix>01` … */
  readonly createUsers: (prefix: string, count: number) => Promise<void>;
}

/** An operation that product and baseline are asked for in turn. */
export interface PairRow {
  readonly name: string;
  readonly title: string;
  /** At least so much of the baseline's speed: issue 6. */
  readonly goals: { readonly redis: number; readonly memory: number };
  prepare(options: PairOptions): Promise<Workload>;
}

/** Sessions that each connection works on in turn. */
const ringSize = 32;
const userCount = 64;
const memory = 0.4;

export const pairRows: readonly PairRow[] = [
  {
    name: 'get',
    title: 'get session',
    goals: { redis: 0.7, memory },
    prepare: async ({ readIds }) => createReadWorkload(readIds.map((id) => `/v1/sessions/${id}`)),
  },
  {
    name: 'window',
    title: 'window of 12',
    goals: { redis: 0.7, memory },
    prepare: async ({ readIds }) => createReadWorkload(readIds.map((id) => `/v1/sessions/${id}/window?last=12`)),
  },
  {
    name: 'list',
    title: 'list page of 100',
    goals: { redis: 0.9, memory },
    prepare: async () => createReadWorkload(['/v1/sessions?limit=100']),
  },
  {
    name: 'patch',
    title: 'metadata patch',
    goals: { redis: 0.7, memory },
    async prepare({ connectionCount, side, runOnce }) {
      const idPrefix = `${side}-patch-`;
      await runOnce(createSessionWorkload({ connectionCount, idPrefix }), ringSize);
      const workload = createPatchWorkload({ sessionsOf: ringsOf(idPrefix, 10) });
      // Once each, so that every answer has the same keys.
      await runOnce(workload, ringSize);
      return workload;
    },
  },
  {
    name: 'append',
    title: 'append of 2 messages (warm)',
    goals: { redis: 0.65, memory },
    async prepare({ side, runOnce }) {
      const workload = createAppendWorkload({ sessionsOf: ringsOf(`${side}-append-`, 4) });
      await runOnce(workload, ringSize);
      return workload;
    },
  },
  {
    name: 'create',
    title: 'create a session with a user',
    goals: { redis: 0.5, memory },
    async prepare({ connectionCount, side, createUsers }) {
      const userPrefix = `${side}-user-`;
      await createUsers(userPrefix, userCount);
      return createSessionWorkload({ connectionCount, idPrefix: `${side}-create-`, userPrefix, userCount });
    },
  },
  {
    name: 'first-append',
    title: 'first append to a new id',
    goals: { redis: 0.5, memory },
    prepare: async ({ connectionCount, side }) =>
      createFirstAppendWorkload({ connectionCount, idPrefix: `${side}-first-` }),
  },
];

function ringsOf(idPrefix: string, width: number): (connection: number) => string[] {
  return (connection) =>
    Array.from({ length: ringSize }, (_, turn) => idPrefix + String(connection * ringSize + turn).padStart(width, '0'));
}
