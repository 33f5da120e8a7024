import type { Database } from './database.js';
import { loadDriver } from './load-driver.js';
import { memoryPath, openFile, openReader } from './open-file.js';
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
  close(): Promise<void>;
}

/** `onLost`: the connection cannot write any more. */
export async function openConnection(settings: Settings, onLost: () => void): Promise<Connection> {
  return settings.path === memoryPath ? await openMemory(settings) : await openThreaded(settings, onLost);
}

async function openThreaded({ path, synchronous, onWarning }: Settings, onLost: () => void): Promise<Connection> {
  let reader: Database | undefined;
  const lose = () => {
    reader?.close();
    onLost();
  };
  const thread = await openThread({ kind: 'write', path, synchronous }, { onWarning, onLost: lose });
  try {
    const deadline = Date.now() + callBudgetMs;
    const driver = await loadDriver();
    const database = await untilNotBusy(() => openReader(driver, path), deadline);
    reader = database;
    return toConnection(database, createWriteQueue(thread.write), async () => {
      database.close();
      await thread.close();
    });
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/** One connection, here: there is no disk and no lock to wait for, and nobody else could see the data. */
async function openMemory({ path, synchronous, onWarning }: Settings): Promise<Connection> {
  const database = await openFile(await loadDriver(), { path, synchronous, onWarning }, 0);
  const writer = createWriter(database, { onWarning });
  return toConnection(database, createWriteQueue(writer.write), async () => writer.close());
}

function toConnection(database: Database, { write }: WriteQueue, close: () => Promise<void>): Connection {
  const connection: Connection = {
    sessions: createSessionReads(database),
    users: createUserReads(database),
    write,
    read: (work) => untilNotBusy(() => work(connection), Date.now() + callBudgetMs),
    close,
  };
  return connection;
}
