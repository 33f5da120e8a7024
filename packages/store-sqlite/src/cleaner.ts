import type { Database } from './database.js';
import { isBusy } from './failure.js';
import { createRemoveSlice } from './message-slices.js';

/** Between two slices others have their turn, in this process and in others. */
const pauseMs = 2;
/** When another process has the lock. */
const busyPauseMs = 50;

export interface Cleaner {
  /** Removes what is left of purged sessions, slice by slice, until nothing is. */
  start(): void;
  stop(): void;
}

/** What a crash leaves undone is found by whoever opens the file next, or purges next. */
export function createCleaner(
  database: Database,
  inTransaction: <T>(work: () => T) => T,
  onWarning: (message: string) => void,
): Cleaner {
  const removeSlice = createRemoveSlice(database);
  const next = database.prepare('SELECT session, longest FROM purged ORDER BY session LIMIT 1');
  const done = database.prepare('DELETE FROM purged WHERE session = ?');
  let timer: NodeJS.Timeout | undefined;

  /** Whether there may be more to do. */
  function cleanSlice(): boolean {
    // Without the lock: usually there is nothing to do.
    if (next.get() === undefined) return false;
    return inTransaction(() => {
      const row = next.get();
      if (row === undefined) return false;
      const [session, longest] = [row.session as number, row.longest as number];
      const rest = removeSlice({ session, longest, after: 0, through: Number.MAX_SAFE_INTEGER });
      if (rest === undefined) done.run([session]);
      return true;
    });
  }

  function clean(): void {
    timer = undefined;
    try {
      if (cleanSlice()) schedule(pauseMs);
    } catch (error) {
      if (isBusy(error)) schedule(busyPauseMs);
      else onWarning(`messages of purged sessions could not be removed from the SQLite file yet: ${error}`);
    }
  }

  function schedule(delayMs: number): void {
    timer ??= setTimeout(clean, delayMs).unref();
  }

  return {
    start: () => schedule(0),
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
