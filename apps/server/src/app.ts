import type { Scrollback } from '@scrollback/core';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { createErrorHandler } from './http/problems.js';
import { parseQueryString } from './http/query-string.js';
import { registerRequestLog } from './http/request-log.js';
import { createNativeRouter } from './native/router.js';
import { createZepRouter } from './zep/router.js';
import { isZepUrl } from './zep/surface.js';

export interface AppOptions {
  readonly scrollback: Scrollback;
  readonly logger: Logger;
  /** Rejects with the reason when the server cannot do its work now. */
  readonly checkReady: () => Promise<void>;
  /** Answers the preflights of browsers, and lets their pages read what is answered. Default: there is nothing of the kind. */
  readonly allowOrigins?: RequestHandler | undefined;
  /** Refuses what brings no valid token, on both surfaces. Default: nothing is refused. */
  readonly authenticate?: RequestHandler | undefined;
  readonly maxBodyBytes: number;
  readonly maxMetadataDepth: number;
  /** Messages of a memory on the Zep surface when the caller does not say how many; 0: all. */
  readonly zepMemoryWindow: number;
}

/** The Express application with both surfaces. Serve it with `createHttpServer`, which brings the classes it needs. */
export function createApp(appOptions: AppOptions): Express {
  const { checkReady, zepMemoryWindow, allowOrigins, authenticate, ...options } = appOptions;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', parseQueryString);

  registerRequestLog(app, options.logger);
  if (allowOrigins !== undefined) app.use(allowOrigins);
  const native = createNativeRouter({ ...options, checkReady, authenticate });
  const zep = createZepRouter({ ...options, authenticate, memoryWindow: zepMemoryWindow });
  // Each surface has its own routes and answers to what it does not know.
  app.use((request, response, next) => (isZepUrl(request.url) ? zep : native)(request, response, next));
  app.use(createErrorHandler(options.logger));
  return app;
}
