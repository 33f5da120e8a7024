import { StoreClosedError } from '@scrollback/store';
import { type Connection, openConnection } from './connection.js';
import { toStoreError } from './errors.js';
import type { Settings } from './options.js';

/** Runs a method of the port on the open file: whatever goes wrong becomes one of the port's errors. */
export type Perform = <T>(
  operation: string,
  id: string | undefined,
  work: (connection: Connection) => Promise<T>,
) => Promise<T>;

export interface Performer {
  readonly perform: Perform;
  /** Lets nothing begin any more, waits for what is running, and closes the file. */
  close(): Promise<void>;
}

export function createPerformer(settings: Settings): Performer {
  let connection: Promise<Connection> | undefined;
  let runningCount = 0;
  let isClosed = false;
  let onIdle: (() => void) | undefined;

  /** Opens the file for the first call, and again for the next one after it failed or was lost. */
  function connect(): Promise<Connection> {
    if (connection !== undefined) return connection;
    const forget = () => {
      if (connection === opening) connection = undefined;
    };
    const opening = openConnection(settings, forget);
    opening.catch(forget);
    connection = opening;
    return opening;
  }

  return {
    async perform(operation, id, work) {
      if (isClosed) throw new StoreClosedError('the SQLite store was closed', { operation, id });
      runningCount += 1;
      try {
        return await work(await connect());
      } catch (error) {
        throw toStoreError(error, { operation, id });
      } finally {
        runningCount -= 1;
        if (runningCount === 0) onIdle?.();
      }
    },
    async close() {
      isClosed = true;
      if (runningCount > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      const opened = await connection?.catch(() => undefined);
      await opened?.close();
      // libsql lets go of a file when nobody refers to its statements any more.
      connection = undefined;
    },
  };
}
