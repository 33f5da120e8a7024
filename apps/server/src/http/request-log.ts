import type { Application } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { IdentifiedRequest } from './http-classes.js';

/**
 * Logs each request, without headers and bodies, when the level is `debug` or finer.
 *
 * Otherwise there is no such middleware at all, because it would cost more than the rest of a read. Failures are logged where
 * errors are answered, at every level.
 */
export function registerRequestLog(app: Application, logger: Logger): void {
  if (!logger.isLevelEnabled('debug')) return;
  app.use(
    pinoHttp({
      logger,
      useLevel: 'debug',
      genReqId: (request) => (request as unknown as IdentifiedRequest).requestId,
      // Wrapped, they would first ask for everything of a request, its query too, and fail on a bad one.
      wrapSerializers: false,
      serializers: {
        req: ({ id, method, url }) => ({ id, method, url: withoutToken(url) }),
        res: ({ statusCode }) => ({ statusCode }),
      },
    }),
  );
}

/** A token in a query opens nothing here, and may be a good one all the same. */
function withoutToken(url: string): string {
  return url.replace(/([?&]jwt=)[^&]*/gi, '$1…');
}
