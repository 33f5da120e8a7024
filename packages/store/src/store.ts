import type { SessionStore } from './session-store.js';
import type { UserStore } from './user-store.js';

/**
 * What an adapter implements. `@scrollback/store-testkit` decides whether it does.
 *
 * `undefined` means absent; thrown means failed, always with one of the errors of this package. Arguments have been validated:
 * an adapter need not look at them again. Stores hold no rule about sessions, messages or users.
 */
export interface Store {
  readonly sessions: SessionStore;
  readonly users: UserStore;

  /** Resolves when the store can answer now; otherwise rejects with the reason. */
  ping(): Promise<void>;

  /**
   * Waits for the calls that are in flight and closes what this handle opened. Idempotent. Afterwards every other method
   * rejects with {@link StoreClosedError}.
   */
  close(): Promise<void>;
}
