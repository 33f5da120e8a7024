import { createServer, type Server } from 'node:net';
import { freePort } from './free-port.js';
import { createProxyConnection, type Fate, type ProxyConnection } from './proxy-connection.js';

/**
 * What happens to a request:
 * - `forward`: nothing special.
 * - `hold`: it and all later ones of its connection stay here until `release`, and reach Redis then even if the caller
 *   has hung up: late, not lost.
 * - `cut-before`: it never reaches Redis. Earlier requests get their replies, then the connection is cut.
 * - `cut-after`: Redis carries it out and answers; the connection is cut instead of delivering that reply.
 * - `refuse`: Redis is away: every connection is cut and new ones are refused until `restore`.
 */
export type FaultRule = (command: string[]) => Fate;

export interface FaultProxy {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Every request seen since the start or the last `reset`, whatever became of it. */
  readonly commands: readonly (readonly string[])[];
  /** Requests seen: of one command (any case), or all. */
  count(command?: string): number;
  /** Batches seen: a request that arrives on a connection with no reply outstanding begins one. Exact for one caller at a time. */
  readonly roundTrips: number;
  /** Requests that wait for `release`. */
  readonly heldCount: number;
  /** Replaces the rule; it is asked once for each request, in order, and not about what waits behind a held one. */
  on(rule: FaultRule): void;
  /** Forwards what is held, without asking the rule again. The rule stays. */
  release(): void;
  /** Cuts every connection now and refuses new ones. */
  refuse(): Promise<void>;
  /** Accepts connections again, and forwards everything. */
  restore(): Promise<void>;
  /** Forgets what was counted. */
  reset(): void;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** A TCP proxy in front of one Redis that speaks RESP2 with its clients. */
export async function createFaultProxy({ targetPort }: { targetPort: number }): Promise<FaultProxy> {
  const port = await freePort();
  const connections = new Set<ProxyConnection>();
  let rule: FaultRule = () => 'forward';
  let commands: string[][] = [];
  let roundTrips = 0;
  let server: Server | undefined = await listen();

  return {
    url: `redis://${HOST}:${port}`,
    host: HOST,
    port,
    get commands() {
      return commands;
    },
    get roundTrips() {
      return roundTrips;
    },
    get heldCount() {
      return [...connections].reduce((sum, connection) => sum + connection.heldCount, 0);
    },
    count: (name) =>
      commands.filter(([word]) => name === undefined || word?.toUpperCase() === name.toUpperCase()).length,
    on(next) {
      rule = next;
    },
    release() {
      for (const connection of connections) connection.release();
    },
    refuse: close,
    async restore() {
      rule = () => 'forward';
      server ??= await listen();
    },
    reset() {
      commands = [];
      roundTrips = 0;
    },
    stop: close,
  };

  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    const closed = new Promise((resolve) => (closing ? closing.close(resolve) : resolve(undefined)));
    for (const connection of connections) connection.cut();
    await closed;
  }

  function listen(): Promise<Server> {
    const listening = createServer((client) => {
      const connection = createProxyConnection({
        client,
        targetPort,
        seen(command, isNewRoundTrip) {
          commands.push(command);
          if (isNewRoundTrip) roundTrips += 1;
        },
        judge: (command) => rule(command),
        refuse: () => void close(),
        closed: () => connections.delete(connection),
      });
      connections.add(connection);
    });
    return new Promise((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, HOST, () => resolve(listening));
    });
  }
}
