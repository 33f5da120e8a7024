import type { SessionCommit, SessionCommitResult, SessionStore, Store, UserStore } from '@scrollback/store';
import type { MinimalData } from '../stores/minimal-data.js';
import { openMinimalStore } from '../stores/minimal-store.js';

/** A store with one defect, and tests of the kit that must fail on it. */
export interface BrokenStore {
  readonly open: (data: MinimalData) => Store;
  /** `topic › test`. */
  readonly caughtBy: readonly string[];
}

interface Defect {
  readonly sessions?: Partial<SessionStore>;
  readonly users?: Partial<UserStore>;
  readonly close?: Store['close'];
}

/** The minimal store with some methods replaced. */
export function broken(
  caughtBy: readonly string[],
  defectOf: (store: Store, data: MinimalData) => Defect,
): BrokenStore {
  return {
    caughtBy,
    open: (data) => {
      const store = openMinimalStore(data);
      const { sessions, users, ...defect } = defectOf(store, data);
      return {
        ...store,
        ...defect,
        sessions: { ...store.sessions, ...sessions },
        users: { ...store.users, ...users },
      };
    },
  };
}

/** The minimal store with a commit of sessions that begins or ends with a defect. */
export function brokenCommit(
  caughtBy: readonly string[],
  commit: (commit: SessionCommit, store: Store, data: MinimalData) => Promise<SessionCommitResult>,
): BrokenStore {
  return broken(caughtBy, (store, data) => ({ sessions: { commit: (given) => commit(given, store, data) } }));
}

/** Lets others come first, some more often than others. */
export async function giveWay(turns = 2): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
