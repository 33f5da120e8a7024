import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { createHttpClasses, type HttpClassesOptions } from './http-classes.js';

/** A server for `app` that is not listening yet. */
export function createHttpServer(app: Express, options: HttpClassesOptions): Server {
  return createServer(
    {
      ...createHttpClasses(app, options),
      requestTimeout: 30_000,
      headersTimeout: 15_000,
      // Longer than load balancers keep idle connections, so that it is never the server that closes first.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    },
    app,
  );
}
