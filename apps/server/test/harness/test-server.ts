import { Writable } from 'node:stream';
import type { Store } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { type Logger, pino } from 'pino';
import { type Config, type RunningServer, readConfig, startServer } from '../../src/index.js';
import { type Answer, type Call, send } from './send.js';

export interface TestServer extends RunningServer {
  readonly store: Store;
  /** What was logged, line by line. */
  readonly log: readonly string[];
  send(call: Call): Promise<Answer>;
}

export interface TestServerOptions {
  /** Closed with the server. Default: a memory store. */
  readonly store?: Store;
  readonly config?: Partial<Config>;
  readonly logLevel?: string;
}

/** A server in this process, on a free port, purging never. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { store = createMemoryStore(), logLevel = 'info' } = options;
  const log: string[] = [];
  const config = { ...readConfig({}).config, port: 0, purgeIntervalMs: 0, shutdownGraceMs: 1_000, ...options.config };
  const server = await startServer({ config, store, logger: createLogger(log, logLevel) });
  return {
    ...server,
    store,
    log,
    send: (call) => send(server.url, call),
    async stop() {
      await server.stop();
      await store.close();
    },
  };
}

function createLogger(log: string[], level: string): Logger {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString('utf8'));
      done();
    },
  });
  return pino({ level }, stream);
}
