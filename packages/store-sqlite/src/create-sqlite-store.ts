import type { Store } from '@scrollback/store';
import { type SqliteStoreOptions, toSettings } from './options.js';
import { createPerformer } from './perform.js';
import { createSessions } from './sessions.js';
import { createUsers } from './users.js';

/**
 * A store in one SQLite file, which several processes on one machine may share.
 *
 * It is returned before the file is open: the first call opens it, and a call after a failure tries again. Reads run on this
 * thread, writes in one of their own; neither makes the event loop wait for a lock or for the disk to confirm.
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const { perform, close } = createPerformer(toSettings(options));
  let closing: Promise<void> | undefined;
  return {
    sessions: createSessions(perform),
    users: createUsers(perform),
    ping: () => perform('ping', undefined, ({ check }) => check()),
    close() {
      closing ??= close();
      return closing;
    },
  };
}
