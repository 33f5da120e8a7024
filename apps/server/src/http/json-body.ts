import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { RouteFacts } from '@scrollback/contract';
import type { AppRoute } from '@ts-rest/core';
import { parseJson } from './check-json.js';
import { hasBody, isGzip, readBody } from './read-body.js';
import { RequestFault } from './request-fault.js';

export interface JsonBodyOptions {
  readonly maxBytes: number;
  readonly maxMetadataDepth: number;
}

const json = ['application/json'];
const jsonOrMergePatch = [...json, 'application/merge-patch+json'];

/** Reads, parses and checks the bodies of a route, before its schema sees them. Rejects with what is wrong with one. */
export function jsonBody({ maxBytes, maxMetadataDepth }: JsonBodyOptions) {
  return (route: AppRoute) => {
    const types = (route.metadata as RouteFacts).takesMergePatch ? jsonOrMergePatch : json;
    return async (request: IncomingMessage): Promise<unknown> => {
      if (!hasBody(request)) throw new RequestFault('invalid_json', 'the request has no body');
      requireType(request, types);
      const isCompressed = isGzip(request.headers['content-encoding']);
      const body = await readBody(request, { maxBytes, isCompressed });
      if (!isUtf8(body)) throw new RequestFault('invalid_json', 'the request body is not UTF-8');
      return parseJson(body.toString('utf8'), maxMetadataDepth);
    };
  };
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
