import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createScrollback, defaultLimits } from '@scrollback/core';
import { type Store, StoreClosedError } from '@scrollback/store';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { createApp } from './app.js';
import type { Config } from './config/settings.js';
import { createHttpServer } from './http/http-server.js';
import { startPurgeTimer } from './lifecycle/purge-timer.js';
import { stopHttp } from './lifecycle/stop-http.js';

export interface StartServerOptions {
  readonly config: Omit<Config, 'store' | 'redisPrefix' | 'requireDurable' | 'logLevel' | 'workers'>;
  /** Stays the caller's: close it after `stop`. */
  readonly store: Store;
  readonly logger: Logger;
}

export interface RunningServer {
  /** Where it listens, with the real port. */
  readonly url: string;
  /** Answers what is in flight, for the grace period at most, and ends the purge. Idempotent. */
  stop(): Promise<void>;
}

/** Serves `store` over HTTP. Rejects when it cannot listen, and when it has to ask for tokens and has no secret for them. */
export async function startServer({ config, store, logger }: StartServerOptions): Promise<RunningServer> {
  const limits = { ...defaultLimits, metadata: { ...defaultLimits.metadata, maxBytes: config.metadataMaxBytes } };
  const scrollback = createScrollback({ store, limits });
  let stopped: Promise<void> | undefined;

  async function checkReady(): Promise<void> {
    if (stopped !== undefined) throw new StoreClosedError('the server is stopping', { operation: 'ready' });
    await store.ping();
  }

  const app = await createApp({
    scrollback,
    logger,
    checkReady,
    corsOrigins: config.corsOrigins,
    authenticate: config.authRequired ? await createAuthentication(config.authSecret) : undefined,
    maxBodyBytes: config.maxBodyBytes,
    maxMetadataDepth: limits.metadata.maxDepth,
    zepMemoryWindow: config.zepMemoryWindow,
  });
  const server = createHttpServer(app, {
    isStopping: () => stopped !== undefined,
    onStreamFailure: (error, requestId) => logger.error({ err: error, requestId }, 'an answer was cut off'),
  });
  server.listen(config.port, config.host);
  await once(server, 'listening');

  const timer = startPurgeTimer({
    purge: scrollback.purge,
    intervalMs: config.purgeIntervalMs,
    minAgeMs: config.purgeMinAgeMs,
    logger,
  });
  return {
    url: toUrl(server.address() as AddressInfo),
    stop() {
      stopped ??= Promise.all([stopHttp(server, config.shutdownGraceMs), timer.stop(config.shutdownGraceMs)]).then(
        () => {},
      );
      return stopped;
    },
  };
}

/** Loaded only where it is asked for: what checks tokens takes a megabyte, and time to start. */
async function createAuthentication(secret: string): Promise<RequestHandler> {
  const { authenticate } = await import('./http/authentication.js');
  return authenticate({ secret });
}

function toUrl({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
