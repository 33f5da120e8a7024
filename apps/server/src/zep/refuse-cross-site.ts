import type { RequestHandler } from 'express';
import { presentLine } from './present.js';

const refusal = presentLine('pages of this origin may not write here; SCROLLBACK_CORS_ORIGINS can allow it');

/**
 * Refuses what a page of another site would write.
 *
 * Bodies are read here whatever their type, so a browser sends such a request without asking first, and any page that is open could put messages into
 * a server on the same machine. Browsers say where a request comes from (Fetch Metadata); other clients do not.
 */
export function refuseCrossSite(allowedOrigins: readonly string[]): RequestHandler {
  const isAllowed = (origin: string | undefined) =>
    allowedOrigins.includes('*') || (origin !== undefined && allowedOrigins.includes(origin));
  return ({ method, headers }, response, next) => {
    const site = headers['sec-fetch-site'];
    const isOther = site === 'cross-site' || site === 'same-site';
    if (!isOther || method === 'GET' || method === 'HEAD' || isAllowed(headers.origin)) return next();
    response.status(403).json(refusal);
  };
}
