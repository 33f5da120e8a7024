import { RequestFault } from './request-fault.js';

/** A query without parameters. Shared: nobody changes a parsed query. */
export const noQuery: Readonly<Record<string, never>> = Object.freeze(Object.create(null));

/** What comes behind the question mark of a target. */
export function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
}

/**
 * Strict, unlike the parsers of Node and Express: bad percent-encoding is the caller's mistake, not text. Repeated parameters
 * become an array, which no schema takes. A parameter called `__proto__` is an own key like any other.
 */
export function parseQueryString(text: string): Record<string, string | string[]> {
  if (text === '') return noQuery;
  const query: Record<string, string | string[]> = Object.create(null);
  for (const part of text.split('&')) {
    if (part === '') continue;
    const separator = part.indexOf('=');
    const name = decode(separator === -1 ? part : part.slice(0, separator));
    const value = decode(separator === -1 ? '' : part.slice(separator + 1));
    const known = query[name];
    query[name] = known === undefined ? value : [known, value].flat();
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new RequestFault('invalid_request', 'the query string is not percent-encoded UTF-8', {
      places: [{ in: 'query', pointer: '', detail: 'cannot be decoded' }],
    });
  }
}
