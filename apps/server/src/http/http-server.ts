import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { createHttpClasses, type HttpClassesOptions } from './http-classes.js';
import { refuseExpectations, refuseHostless, refuseMalformed } from './refuse-http.js';

/** A server for `app` that is not listening yet. Whatever cannot reach the application is answered with a problem as well. */
export function createHttpServer(app: Express, options: HttpClassesOptions): Server {
  const server = createServer(
    {
      ...createHttpClasses(app, options),
      requestTimeout: 30_000,
      headersTimeout: 15_000,
      // Longer than load balancers keep idle connections, so that it is never the server that closes first.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      // Node would refuse these without a body.
      requireHostHeader: false,
    },
    refuseHostless(app),
  );
  refuseMalformed(server);
  refuseExpectations(server);
  return server;
}
