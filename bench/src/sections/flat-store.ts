import type { Server } from '../machine/start-server.js';
import type { RunContext } from './run-context.js';
import type { Started } from './servers.js';

export type Size = 'small' | 'large';

/** A product on a store of its own. */
export interface FlatStore {
  readonly server: Server;
  readonly redisPid: number | undefined;
}

/** Two stores with the data of the flat rows, little in one and much in the other. */
export type OpenFlatStores = (context: RunContext, started: Started) => Promise<Readonly<Record<Size, FlatStore>>>;

/** Ids of the many sessions are this and nine digits. */
export const bulkPrefix = 'bulk-';

/** One line about what was seeded, and what room it takes. */
export function describeSeed(
  counts: { readonly sessions: number; readonly messages: number; readonly startedAt: number },
  room: string,
): string {
  const seconds = ((performance.now() - counts.startedAt) / 1_000).toFixed(1);
  const format = (count: number) => count.toLocaleString('en');
  return `seeded ${format(counts.sessions)} sessions and ${format(counts.messages)} messages in ${seconds} s; ${room}`;
}
