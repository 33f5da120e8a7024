import { createScrollback, type Scrollback, type ScrollbackOptions } from '@scrollback/core';
import type { Store } from '@scrollback/store';
import { forwardingTo, replacing } from './forwarding.js';
import type { Handles } from './handles.js';

/** More often than any race makes a store refuse to remove a user whose sessions are gone. */
const MAX_REFUSED_PURGES = 300;

/**
 * The services of core over both handles, each with what it remembers by itself: every call goes to the other one than the
 * call before, as requests go to two servers behind a load balancer.
 */
export function useServices(handles: Handles, options: Omit<ScrollbackOptions, 'store'> = {}): Scrollback {
  let both: readonly Scrollback[] | undefined;
  let calls = 0;
  const next = (): Scrollback => {
    both ??= [handles.first, handles.second].map((store) => createServices(store, options));
    return both[calls++ % 2] as Scrollback;
  };
  return {
    sessions: forwardingTo(() => next().sessions),
    messages: forwardingTo(() => next().messages),
    users: forwardingTo(() => next().users),
    purge: forwardingTo(() => next().purge),
  };
}

/**
 * The services over one store. An erasure that goes round in circles, because the store lists no session of a user and does
 * not remove the user either, is a failure, not an endless loop.
 */
export function createServices(store: Store, options: Omit<ScrollbackOptions, 'store'> = {}): Scrollback {
  const refusals = new Map<string, number>();
  const users = replacing(store.users, {
    async purge(target) {
      const isPurged = await store.users.purge(target);
      const count = isPurged ? 0 : (refusals.get(target.uuid) ?? 0) + 1;
      refusals.set(target.uuid, count);
      if (count > MAX_REFUSED_PURGES) throw new Error('A user without a listed session was never removed.');
      return isPurged;
    },
  });
  const { sessions } = store;
  return createScrollback({
    ...options,
    store: { sessions, users, ping: () => store.ping(), close: () => store.close() },
  });
}
