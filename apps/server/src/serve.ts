import { type Store, StoreError } from '@scrollback/store';
import type { Logger } from 'pino';
import type { Config } from './config/settings.js';
import { firstLineOf } from './first-line.js';
import { openStore } from './open-store.js';
import { type RunningServer, startServer } from './start-server.js';

export interface Listening {
  /** With the real port. */
  readonly url: string;
  /** For people: which store, without credentials. */
  readonly storeName: string;
}

export interface ServeOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Told what an operator should know of the store. */
  readonly onWarning: (message: string) => void;
  readonly onListening: (listening: Listening) => void;
  /** Called when it listens; it serves until this resolves. */
  readonly untilStop: () => Promise<void>;
}

/** Opens the store, serves it, stops gracefully, closes it. Rejects, with everything closed, when any of this cannot be done. */
export async function serve({ config, logger, onWarning, onListening, untilStop }: ServeOptions): Promise<void> {
  const { store, name, isRemote } = await openStore({ config, onWarning });
  try {
    await greet(store, isRemote, logger);
    const server = await start(config, store, logger);
    onListening({ url: server.url, storeName: name });
    await untilStop();
    await server.stop();
  } finally {
    await store.close();
  }
}

/** A store elsewhere that does not answer yet is waited for, request by request; one that is not fit ends the start. */
async function greet(store: Store, isRemote: boolean, logger: Logger): Promise<void> {
  try {
    await store.ping();
  } catch (error) {
    const isAway =
      isRemote && StoreError.isInstance(error) && error.code === 'store_unavailable' && error.operation !== 'open';
    if (!isAway) throw error;
    logger.warn({ err: error }, 'the store does not answer yet');
  }
}

async function start(config: Config, store: Store, logger: Logger): Promise<RunningServer> {
  try {
    return await startServer({ config, store, logger });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'something else listens there already' : firstLineOf(error);
    throw new Error(`cannot listen on ${config.host}:${config.port}: ${reason}`, { cause: error });
  }
}
