import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { IdentifiedRequest } from './http-classes.js';

/**
 * Logs each request, without headers and bodies, at the level `debug`.
 *
 * Where that level is off it must not be there at all, because it would cost more than the rest of a read. Failures are logged where
 * errors are answered, at every level.
 */
export function logRequests(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    useLevel: 'debug',
    genReqId: (request) => (request as unknown as IdentifiedRequest).requestId,
    // Wrapped, they would first ask for everything of a request, its query too, and fail on a bad one.
    wrapSerializers: false,
    serializers: {
      req: ({ id, method, url }) => ({ id, method, url: withoutToken(url) }),
      res: ({ statusCode }) => ({ statusCode }),
    },
  });
}

/** A token in a query opens nothing here, and may be a good one all the same. */
function withoutToken(url: string): string {
  return url.replace(/([?&]jwt=)[^&]*/gi, '$1…');
}
