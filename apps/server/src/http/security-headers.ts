import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/** The fields of every answer, whoever writes it: name, value, name, value … */
export const constantFields: readonly string[] = ['cache-control', 'private, no-cache', ...securityHeaders()];

/**
 * What helmet sets for an API, asked once: name, value, name, value … They are the same for every answer.
 *
 * Nothing here is a page, so nothing may be loaded or framed. TLS, and with it HSTS, is the proxy's business.
 */
function securityHeaders(): readonly string[] {
  const fields: string[] = [];
  const recorder = {
    setHeader: (name: string, value: string) => fields.push(name, value),
    removeHeader: () => {},
  };
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  set({} as IncomingMessage, recorder as unknown as ServerResponse, (error) => {
    if (error !== undefined) throw error;
  });
  return fields;
}
