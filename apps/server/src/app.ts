import { nativeContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import type { FlattenAppRouter } from '@ts-rest/core';
import { createExpressEndpoints, type TsRestRequestHandler } from '@ts-rest/express';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { jsonBody } from './http/json-body.js';
import { createErrorHandler } from './http/problems.js';
import { parseQueryString } from './http/query-string.js';
import { registerRequestLog } from './http/request-log.js';
import { registerUnmatched } from './http/unmatched.js';
import { messageHandlers } from './native/messages.js';
import { operationHandlers } from './native/operation.js';
import { sessionHandlers } from './native/sessions.js';
import { userHandlers } from './native/users.js';

export interface AppOptions {
  readonly scrollback: Scrollback;
  readonly logger: Logger;
  /** Rejects with the reason when the server cannot do its work now. */
  readonly checkReady: () => Promise<void>;
  readonly maxBodyBytes: number;
  readonly maxMetadataDepth: number;
}

/** The Express application with all routes. Serve it with `createHttpServer`, which brings the classes it needs. */
export function createApp({ scrollback, logger, checkReady, maxBodyBytes, maxMetadataDepth }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  // Without it `/v1/sessions/`, a path with an empty id, would be the list.
  app.enable('strict routing');
  app.set('query parser', parseQueryString);

  registerRequestLog(app, logger);
  const readBody: unknown = jsonBody({ maxBytes: maxBodyBytes, maxMetadataDepth });
  createExpressEndpoints(
    nativeContract,
    {
      sessions: sessionHandlers(scrollback),
      messages: messageHandlers(scrollback),
      users: userHandlers(scrollback),
      operation: operationHandlers({ checkReady }),
    },
    app,
    {
      globalMiddleware: [readBody as TsRestRequestHandler<FlattenAppRouter<typeof nativeContract>>],
      requestValidationErrorHandler: (error, _request, _response, next) => next(error),
      responseValidation: false,
      logInitialization: false,
    },
  );
  registerUnmatched(app, nativeContract);
  app.use(createErrorHandler(logger));
  return app;
}
