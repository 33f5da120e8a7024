import { askMany } from './ask-many.js';
import { type Call, createCall } from './call.js';
import { type Connection, within } from './connection.js';
import type { Keys } from './keys.js';

/** What keeps positions from being given twice when another node begins to give them. */
export interface Positions {
  /**
   * Lets the node that has the lists give positions, above all that may have been given before.
   *
   * Asked for when a script says that it runs in another replication history than the last one that gave a position. Callers
   * share one attempt.
   */
  begin(call: Call): Promise<void>;
}

export function createPositions(connection: Connection, keys: Keys): Positions {
  let beginning: Promise<void> | undefined;

  async function begin(): Promise<void> {
    const call = createCall('positions');
    // The lists may have come back empty: the buckets know what was given to their sessions.
    const highest = await askMany<string | null>(
      connection,
      call,
      keys.buckets.map(({ highest }) => ['get', highest] as const),
    );
    const known = Math.max(...highest.map(Number));
    await connection.run(call, 'beginHistory', [keys.history, keys.position, keys.userPosition, known]);
  }

  return {
    begin(call) {
      beginning ??= begin().finally(() => {
        beginning = undefined;
      });
      return within(Math.max(call.deadline - Date.now(), 0), beginning);
    },
  };
}
