import { withoutOrigin } from './surface.js';

/**
 * The target of a request as the routes of the Zep surface take it.
 *
 * As Zep did: repeated slashes collapse, a slash at the end is ignored, dot segments resolve, and `/healthz` may be written in
 * any letter case. Unlike Zep's router, ours decodes each segment once; so each is encoded once here, and parameters arrive as
 * they were written.
 */
export function cleanUrl(target: string): string {
  const url = withoutOrigin(target);
  const mark = url.indexOf('?');
  const path = cleanPath(mark === -1 ? url : url.slice(0, mark));
  return mark === -1 ? path : path + url.slice(mark);
}

function cleanPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(encodeURIComponent(toText(segment)));
  }
  const cleaned = `/${segments.join('/')}`;
  return cleaned.toLowerCase() === '/healthz' ? '/healthz' : cleaned;
}

/** Node hands on bytes beyond ASCII as characters of latin1. */
function toText(segment: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about all of ASCII
  return /^[\x00-\x7f]*$/.test(segment) ? segment : Buffer.from(segment, 'latin1').toString('utf8');
}
