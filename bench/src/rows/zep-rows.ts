import { zepAppend } from './append-workload.js';
import { goals, type PairRow } from './pair-row.js';
import { createReadWorkload } from './read-workload.js';
import { createAppendRow, createPatchRow } from './write-rows.js';

const path = '/api/v1/sessions';

/** What clients of Zep ask for most, on the surface made for them. */
export const zepRows: readonly PairRow[] = [
  createAppendRow({ name: 'zep-append', title: 'zep: POST memory of 2', goals: goals.append }, zepAppend),
  {
    name: 'zep-memory',
    title: 'zep: GET memory (12)',
    goals: goals.read,
    prepare: async ({ readIds }) => createReadWorkload(readIds.map((id) => `${path}/${id}/memory`)),
  },
  {
    name: 'zep-get',
    title: 'zep: GET session',
    goals: goals.read,
    prepare: async ({ readIds }) => createReadWorkload(readIds.map((id) => `${path}/${id}`)),
  },
  createPatchRow({ name: 'zep-patch', title: 'zep: PATCH session metadata', goals: goals.patch }, `${path}/`),
  {
    name: 'zep-list',
    title: 'zep: GET sessions?limit=100',
    goals: goals.list,
    prepare: async () => createReadWorkload([`${path}?limit=100`]),
  },
];
