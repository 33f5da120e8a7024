import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { hasBody, isGzip, type ReadBodyOptions, readBody } from './read-body.js';
import { RequestFault } from './request-fault.js';

export interface ReadJsonBodyOptions extends ReadBodyOptions {
  /** Media types that the route takes. */
  readonly types: readonly string[];
}

/** The text of a JSON request body. Rejects with what is wrong with it. */
export async function readJsonBody(request: IncomingMessage, options: ReadJsonBodyOptions): Promise<string> {
  if (!hasBody(request)) throw new RequestFault('invalid_json', 'the request has no body');
  requireType(request, options.types);
  const isCompressed = isGzip(request.headers['content-encoding']);
  const body = await readBody(request, { maxBytes: options.maxBytes, isCompressed });
  if (!isUtf8(body)) throw new RequestFault('invalid_json', 'the request body is not UTF-8');
  return body.toString('utf8');
}

function requireType({ headers, method }: IncomingMessage, types: readonly string[]): void {
  const header = headers['content-type'];
  if (header === types[0]) return;
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  const isUnderstood = parameters.every((parameter) => parameter === '' || /^charset="?utf-8"?$/.test(parameter));
  if (types.includes(type) && isUnderstood) return;
  throw new RequestFault('unsupported_media_type', `the body must have the type ${types.join(' or ')}, in UTF-8`, {
    places: [{ in: 'header', pointer: '/content-type', detail: 'is not understood here' }],
    fields: ['accept', types.join(', '), ...(method === 'PATCH' ? ['accept-patch', types.join(', ')] : [])],
  });
}
