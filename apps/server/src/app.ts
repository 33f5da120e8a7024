import type { Scrollback } from '@scrollback/core';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { allowOrigins } from './http/cors.js';
import { toOriginForm } from './http/origin-form.js';
import { createErrorHandler } from './http/problems.js';
import { registerRequestLog } from './http/request-log.js';
import { createNativeRouter } from './native/router.js';
import { isZepUrl } from './zep/clean-url.js';
import { createZepRouter } from './zep/router.js';

export interface AppOptions {
  readonly scrollback: Scrollback;
  readonly logger: Logger;
  /** Rejects with the reason when the server cannot do its work now. */
  readonly checkReady: () => Promise<void>;
  /** Origins whose pages may call the server from a browser; `*`: all. Default: none. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Refuses what brings no valid token, on both surfaces. Default: nothing is refused. */
  readonly authenticate?: RequestHandler | undefined;
  readonly maxBodyBytes: number;
  readonly maxMetadataDepth: number;
  /** Messages of a memory on the Zep surface when the caller does not say how many; 0: all. */
  readonly zepMemoryWindow: number;
}

/** The Express application with both surfaces. Serve it with `createHttpServer`, which brings the classes it needs. */
export function createApp(appOptions: AppOptions): Express {
  const { checkReady, zepMemoryWindow, corsOrigins = [], authenticate, ...options } = appOptions;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Surfaces read their queries themselves.
  app.set('query parser', false);

  registerRequestLog(app, options.logger);
  if (corsOrigins.length > 0) app.use(allowOrigins({ origins: corsOrigins }));
  const native = createNativeRouter({ ...options, checkReady, authenticate });
  const zep = createZepRouter({ ...options, authenticate, allowedOrigins: corsOrigins, memoryWindow: zepMemoryWindow });
  // Each surface has its own routes and answers to what it does not know.
  app.use((request, response, next) => {
    request.url = toOriginForm(request.url);
    (isZepUrl(request.url) ? zep : native)(request, response, next);
  });
  app.use(createErrorHandler(options.logger));
  return app;
}
