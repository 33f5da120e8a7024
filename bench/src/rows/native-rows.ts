import { createFirstAppendWorkload, nativeAppend } from './append-workload.js';
import { goals, type PairRow } from './pair-row.js';
import { createReadWorkload } from './read-workload.js';
import { createSessionWorkload } from './session-workloads.js';
import { createAppendRow, createPatchRow } from './write-rows.js';

const path = '/v1/sessions';
const userCount = 64;
const { sqlite } = goals.append;

/** The operations of the native surface. */
export const nativeRows: readonly PairRow[] = [
  {
    name: 'get',
    title: 'get session',
    goals: goals.read,
    prepare: async ({ readIds }) => createReadWorkload(readIds.map((id) => `${path}/${id}`)),
  },
  {
    name: 'window',
    title: 'window of 12',
    goals: goals.read,
    prepare: async ({ readIds }) => createReadWorkload(readIds.map((id) => `${path}/${id}/window?last=12`)),
  },
  {
    name: 'list',
    title: 'list page of 100',
    goals: goals.list,
    prepare: async () => createReadWorkload([`${path}?limit=100`]),
  },
  createPatchRow({ name: 'patch', title: 'metadata patch', goals: goals.patch }, `${path}/`),
  createAppendRow({ name: 'append', title: 'append of 2 messages (warm)', goals: goals.append }, nativeAppend),
  // Where a write waits for the disk, how many wait together is what counts.
  ...[1, 128].map((connectionCount) => {
    const clients = connectionCount === 1 ? 'client' : 'clients';
    const name = `append-${connectionCount}-${clients}`;
    const title = `append of 2, ${connectionCount} ${clients}`;
    return createAppendRow({ name, title, goals: { sqlite }, connectionCount }, nativeAppend);
  }),
  {
    name: 'create',
    title: 'create a session with a user',
    goals: goals.create,
    async prepare({ connectionCount, side, createUsers }) {
      const userPrefix = `${side}-user-`;
      await createUsers(userPrefix, userCount);
      return createSessionWorkload({ connectionCount, idPrefix: `${side}-create-`, userPrefix, userCount });
    },
  },
  {
    name: 'first-append',
    title: 'first append to a new id',
    goals: goals.create,
    prepare: async ({ connectionCount, side }) =>
      createFirstAppendWorkload({ connectionCount, idPrefix: `${side}-first-` }),
  },
];
