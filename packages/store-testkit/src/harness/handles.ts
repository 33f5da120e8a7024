import type { Store } from '@scrollback/store';
import { afterAll, beforeAll } from 'vitest';
import { forwardingTo } from './forwarding.js';

/** The handles of one topic. Properties can be used from the first test on, not while tests are being registered. */
export interface Handles {
  readonly first: Store;
  readonly second: Store;
  /**
   * Gives each call to the other handle than the call before, so that what one handle keeps to itself (a lock, a cache, a
   * record in memory) cannot stand in for a guarantee of the store.
   */
  readonly store: Store;
  /** A further handle, closed with the topic. */
  open(): Promise<Store>;
}

/** Opens two handles for the enclosing `describe` and closes whatever was opened when it is done. */
export function useHandles(open: () => Promise<Store>): Handles {
  const opened: Store[] = [];
  let calls = 0;

  const openAnother = async () => {
    const store = await open();
    opened.push(store);
    return store;
  };
  const handle = (index: number): Store => {
    const store = opened[index];
    if (store === undefined)
      throw new Error('Handles are opened before the first test, not while tests are registered.');
    return store;
  };
  const nextHandle = () => handle(calls++ % 2);

  beforeAll(async () => {
    await openAnother();
    await openAnother();
  }, 60_000);
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
  }, 60_000);

  return {
    get first() {
      return handle(0);
    },
    get second() {
      return handle(1);
    },
    store: {
      sessions: forwardingTo(() => nextHandle().sessions),
      users: forwardingTo(() => nextHandle().users),
      ping: () => nextHandle().ping(),
      close: () => Promise.reject(new Error('A topic closes only the handles that it opens itself.')),
    },
    open: openAnother,
  };
}
