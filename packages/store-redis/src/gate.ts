import { StoreError } from '@scrollback/store';
import { type Call, callBudgetMs, unavailable } from './call.js';
import type { Client } from './scripts.js';

/** Lets calls through while the client is connected to a Redis that was found fit for use. */
export interface Gate {
  readonly isOpen: boolean;
  /** Resolves when it is open; rejects when the time of the call is over, or with what makes this Redis unfit. */
  opened(call: Call): Promise<void>;
  /** Looks at Redis again if it was found unfit. */
  recheck(): void;
  close(): void;
}

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

/** How long calls wait for a Redis that has been away for longer than a call may take. */
const patienceMs = 250;
const recheckMs = 200;

/**
 * Nothing is handed to a client that is not connected: ioredis would keep it, and send it long after its caller gave up.
 *
 * `check` rejects with a `StoreError` when Redis must not be used as it is, and with anything else when it could not be asked.
 */
export function createGate(client: Client, check: () => Promise<void>): Gate {
  const waiters = new Set<Waiter>();
  let isOpen = false;
  let isClosed = false;
  let connectionCount = 0;
  let awaySince = Date.now();
  let unfit: StoreError | undefined;
  let lastError: unknown;
  let recheckTimer: NodeJS.Timeout | undefined;

  const onReady = () => {
    connectionCount += 1;
    void checkConnection(connectionCount);
  };
  const onClose = () => {
    if (isOpen) awaySince = Date.now();
    connectionCount += 1;
    isOpen = false;
    unfit = undefined;
  };
  const onError = (error: unknown) => {
    lastError = error;
  };

  async function checkConnection(connection: number): Promise<void> {
    clearTimeout(recheckTimer);
    try {
      await check();
      if (connection !== connectionCount || isClosed) return;
      unfit = undefined;
      isOpen = true;
      for (const { resolve } of waiters) resolve();
    } catch (error) {
      if (connection !== connectionCount || isClosed) return;
      lastError = error;
      if (StoreError.isInstance(error)) {
        unfit = error;
        for (const { reject } of waiters) reject(error);
      } else {
        recheckTimer = setTimeout(() => void checkConnection(connection), recheckMs).unref();
      }
    }
  }

  client.on('ready', onReady).on('close', onClose).on('error', onError).on('node error', onError);
  if (client.status === 'ready') onReady();
  // A failure is not one of the connection for ever: ioredis goes on trying, and `error` says why it did not work.
  else if (client.status === 'wait') client.connect().catch(() => {});

  return {
    get isOpen() {
      return isOpen;
    },
    opened(call) {
      if (isOpen) return Promise.resolve();
      if (unfit !== undefined) return Promise.reject(unfit);
      const now = Date.now();
      const until = Math.min(call.deadline, Math.max(awaySince + callBudgetMs, now + patienceMs));
      return new Promise((resolve, reject) => {
        const settle = (answer: () => void) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          answer();
        };
        const waiter = { resolve: () => settle(resolve), reject: (error: unknown) => settle(() => reject(error)) };
        const timer = setTimeout(() => {
          waiter.reject(unavailable(call, `Redis is away: ${describe(lastError)}`, lastError));
        }, until - now);
        waiters.add(waiter);
      });
    },
    recheck() {
      if (unfit !== undefined) void checkConnection(connectionCount);
    },
    close() {
      isClosed = true;
      isOpen = false;
      clearTimeout(recheckTimer);
      client.off('ready', onReady).off('close', onClose).off('error', onError).off('node error', onError);
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'there is no connection';
}
