import { Redis, type SentinelConnectionOptions } from 'ioredis';
import { toRetryDelay } from './retry-delay.js';

/** What Sentinels say about masters that were replaced. */
export interface MasterSwitches {
  /** Resolves when at least one Sentinel would tell; rejects when closed. `onError` is told why that takes long. */
  heard(onError: (error: Error) => void): Promise<void>;
  /** Whether a Sentinel has said so in the last ten seconds. Others may still name that master. */
  wasReplaced(address: string): boolean;
  close(): void;
}

export interface SwitchListener {
  /** A Sentinel has said that a master was replaced. */
  onSwitch(): void;
  /** For a while no Sentinel could be heard: a switch may have been missed. */
  onGap(): void;
}

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
  onError(error: Error): void;
}

const channel = '+switch-master';
/** About what Sentinels take to tell each other, and to demote the old master. */
const replacedForMs = 10_000;
/** Firewalls forget connections on which nothing is said, and a Sentinel that hangs has to be noticed. */
const pingEveryMs = 2_000;
const retryMs = 1_000;

/** Listens to all Sentinels of the options of a client, until closed. */
export function listenForSwitches(
  options: SentinelConnectionOptions,
  { onSwitch, onGap }: SwitchListener,
): MasterSwitches {
  const listening = new Set<Redis>();
  const waiters = new Set<Waiter>();
  let hasListened = false;
  let isClosed = false;
  let replaced = { address: '', until: 0 };

  const onMessage = (text: string) => {
    const [name, oldHost, oldPort] = text.split(' ');
    if (name !== options.name) return;
    // What one says later counts: an older master may be the new one again.
    replaced = { address: `${oldHost}:${oldPort}`, until: Date.now() + replacedForMs };
    onSwitch();
  };
  const onError = (error: Error) => {
    for (const waiter of waiters) waiter.onError(error);
  };

  async function subscribe(client: Redis): Promise<void> {
    try {
      await client.subscribe(channel);
    } catch (error) {
      onError(error as Error);
      setTimeout(() => {
        if (!isClosed && client.status === 'ready') client.disconnect(true);
      }, retryMs).unref();
      return;
    }
    if (client.status !== 'ready' || isClosed) return;
    const isGap = hasListened && listening.size === 0;
    listening.add(client);
    hasListened = true;
    if (isGap) {
      replaced.until = 0;
      onGap();
    }
    for (const { resolve } of waiters) resolve();
    waiters.clear();
  }

  const clients = (options.sentinels ?? []).map((sentinel) => {
    const client = createListener(sentinel, options);
    return client
      .on('ready', () => void subscribe(client))
      .on('close', () => listening.delete(client))
      .on('error', onError)
      .on('message', (_, text) => onMessage(text));
  });
  const timer = setInterval(() => {
    // Who does not answer is cut off by the client, and then tried again.
    for (const client of listening) client.ping().catch(onError);
  }, pingEveryMs).unref();

  return {
    heard(onError) {
      if (listening.size > 0) return Promise.resolve();
      return new Promise((resolve, reject) => waiters.add({ resolve, reject, onError }));
    },
    wasReplaced: (address) => address === replaced.address && Date.now() < replaced.until,
    close() {
      isClosed = true;
      clearInterval(timer);
      for (const client of clients) client.disconnect();
      for (const { reject } of waiters) reject(new Error('Connection is closed.'));
      waiters.clear();
    },
  };
}

/** Begins to connect. */
function createListener(sentinel: { host?: string; port?: number }, options: SentinelConnectionOptions): Redis {
  return new Redis({
    ...sentinel,
    protocol: 2,
    // It would ask for INFO, which is nothing that a Sentinel's user needs otherwise.
    enableReadyCheck: false,
    ...(options.sentinelUsername ? { username: options.sentinelUsername } : {}),
    ...(options.sentinelPassword ? { password: options.sentinelPassword } : {}),
    ...(options.sentinelTLS ? { tls: options.sentinelTLS } : {}),
    connectTimeout: options.connectTimeout ?? 2_000,
    commandTimeout: options.sentinelCommandTimeout ?? 1_000,
    socketTimeout: 2_000,
    retryStrategy: toRetryDelay,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
  });
}
