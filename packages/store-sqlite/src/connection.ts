import { FailureError } from './failure.js';
import { createLayoutCheck } from './layout.js';
import { loadDriver } from './load-driver.js';
import { memoryPath, type OpenedFile, openFile, openReader } from './open-file.js';
import type { Settings } from './options.js';
import { callBudgetMs, untilNotBusy } from './retry.js';
import { createSessionReads, type SessionReads } from './session-reads.js';
import { openThread } from './thread-client.js';
import { createUserReads, type UserReads } from './user-reads.js';
import { createWriteQueue, type WriteQueue } from './write-queue.js';
import { createWriter } from './writer.js';

/** An open file: reads on this thread, which see all that was committed before, and writes elsewhere. */
export interface Connection extends WriteQueue {
  readonly sessions: SessionReads;
  readonly users: UserReads;
  /** Runs a read now; when somebody locks the file for a moment, again soon. */
  read<T>(work: (connection: Connection) => T): Promise<T>;
  /** Rejects when the file cannot be read, has got another layout, or is not where it was: then the connection is lost. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** `onLost`: the connection cannot write any more. */
export async function openConnection(settings: Settings, onLost: () => void): Promise<Connection> {
  return settings.path === memoryPath ? await openMemory(settings) : await openThreaded(settings, onLost);
}

async function openThreaded({ path, synchronous, onWarning }: Settings, onLost: () => void): Promise<Connection> {
  let reader: OpenedFile | undefined;
  let isLost = false;
  const lose = () => {
    isLost = true;
    reader?.close();
    onLost();
  };
  const thread = await openThread({ kind: 'write', path, synchronous }, { onWarning, onLost: lose });
  try {
    const deadline = Date.now() + callBudgetMs;
    const driver = await loadDriver();
    const database = await untilNotBusy(() => openReader(driver, path), deadline);
    reader = database;
    return toConnection(database, createWriteQueue(thread.write), {
      isLost: () => isLost,
      async close() {
        database.close();
        await thread.close();
      },
    });
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/** One connection, here: there is no disk and no lock to wait for, and nobody else could see the data. */
async function openMemory({ path, synchronous, onWarning }: Settings): Promise<Connection> {
  const database = await openFile(await loadDriver(), { path, synchronous, onWarning }, 0);
  const writer = createWriter(database, { onWarning, checkPlace: database.checkPlace });
  return toConnection(database, createWriteQueue(writer.write), {
    isLost: () => false,
    close: async () => writer.close(),
  });
}

function toConnection(
  database: OpenedFile,
  { write }: WriteQueue,
  { isLost, close }: { isLost(): boolean; close(): Promise<void> },
): Connection {
  const checkLayout = createLayoutCheck(database);
  const connection: Connection = {
    sessions: createSessionReads(database),
    users: createUserReads(database),
    write,
    read: (work) => {
      const attempt = () => {
        if (isLost()) throw new FailureError('unavailable', 'the file was closed after a failure');
        return work(connection);
      };
      return untilNotBusy(attempt, Date.now() + callBudgetMs);
    },
    async check() {
      await connection.read(({ users }) => {
        checkLayout();
        users.page({ state: 'live', limit: 1, order: 'desc' });
      });
      try {
        database.checkPlace();
      } catch {
        // The writer finds the same, and the connection is lost in order.
        await write('checkFile', undefined);
      }
    },
    close,
  };
  return connection;
}
