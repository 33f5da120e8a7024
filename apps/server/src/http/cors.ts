import cors, { type CorsOptions } from 'cors';
import type { Request, RequestHandler } from 'express';

export interface CrossOriginOptions {
  /** `['*']`, or origins as browsers write them. */
  readonly origins: readonly string[];
}

/**
 * Lets pages of these origins call the server from a browser.
 *
 * Preflights end here, so mount it before authentication: they carry no token. Cookies are never asked for; a page sends its token
 * in `Authorization`.
 */
export function allowOrigins({ origins }: CrossOriginOptions): RequestHandler {
  const options: CorsOptions = {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['ETag', 'Location', 'X-Request-Id', 'X-Zep-Version', 'Retry-After'],
    maxAge: 600,
  };
  // An OPTIONS that asks for no method is no preflight: it goes on to where it is answered anyway.
  return cors<Request>((request, next) =>
    next(null, { ...options, preflightContinue: !('access-control-request-method' in request.headers) }),
  );
}
