import type { Scrollback } from '@scrollback/core';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { Logger } from 'pino';
import { toOriginForm } from './http/origin-form.js';
import { answering, createErrorHandler } from './http/problems.js';
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

/** Both surfaces. Serve them with `createHttpServer`. */
export interface App {
  /** Answers every request that HTTP can make. */
  readonly listener: (request: Request, response: Response) => void;
  /** Brings the prototypes of requests and responses. */
  readonly express: Express;
}

/** Requests go to the surfaces directly when nothing has to run before: Express' way there costs 5 µs. */
export async function createApp(appOptions: AppOptions): Promise<App> {
  const { checkReady, zepMemoryWindow, corsOrigins = [], authenticate, ...options } = appOptions;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Surfaces read their queries themselves.
  app.set('query parser', false);

  const before = await loadBefore(options.logger, corsOrigins);
  const native = createNativeRouter({ ...options, checkReady, authenticate });
  const zep = createZepRouter({ ...options, authenticate, allowedOrigins: corsOrigins, memoryWindow: zepMemoryWindow });
  // Each surface has its own routes and answers to what it does not know.
  const answer: RequestHandler = (request, response, next) => {
    request.url = toOriginForm(request.url);
    (isZepUrl(request.url) ? zep : native)(request, response, next);
  };
  const answerError = createErrorHandler(options.logger);
  if (before.length > 0) {
    const answerExpress: ErrorRequestHandler = (error, request, response, _next) =>
      answerError(error, request, response);
    return { listener: app.use(...before, answer, answerExpress), express: app };
  }
  return { listener: answering(answer, answerError), express: app };
}

/** What runs before everything else, for every request; loaded where it is asked for, because loading takes memory. */
async function loadBefore(logger: Logger, corsOrigins: readonly string[]): Promise<RequestHandler[]> {
  const before: RequestHandler[] = [];
  if (logger.isLevelEnabled('debug')) {
    const { logRequests } = await import('./http/request-log.js');
    before.push(logRequests(logger));
  }
  if (corsOrigins.length > 0) {
    const { allowOrigins } = await import('./http/cors.js');
    before.push(allowOrigins({ origins: corsOrigins }));
  }
  return before;
}
