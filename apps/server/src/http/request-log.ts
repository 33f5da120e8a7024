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
      serializers: {
        req: ({ id, method, url }) => ({ id, method, url }),
        res: ({ statusCode }) => ({ statusCode }),
      },
    }),
  );
}
