import { createServer, type RequestListener, type Server } from 'node:http';
import type { App } from '../app.js';
import { createHttpClasses, type HttpClassesOptions } from './http-classes.js';
import { refuseExpectations, refuseHostless, refuseMalformed } from './refuse-http.js';

/** A server for an application that is not listening yet. Whatever cannot reach the application is answered with a problem as well. */
export function createHttpServer({ express, listener }: App, options: HttpClassesOptions): Server {
  const server = createServer(
    {
      ...createHttpClasses(express, options),
      requestTimeout: 30_000,
      headersTimeout: 15_000,
      // Longer than load balancers keep idle connections, so that it is never the server that closes first.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      // Node would refuse these without a body.
      requireHostHeader: false,
    },
    refuseHostless(listener as RequestListener),
  );
  refuseMalformed(server);
  refuseExpectations(server);
  return server;
}
