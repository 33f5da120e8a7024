import { zepPath } from '@scrollback/contract';

const plain = /^(?:\/[\w~:@!$&'()*+,;=-][\w.~:@!$&'()*+,;=-]*)+(?:\?|$)/;
const health = /^\/healthz/i;
const surface = new RegExp(`^(?:/+${zepPath.slice(1).replace('/', '/+')}(?:[/?]|$)|/+healthz/*(?:\\?|$))`, 'i');

/** Whether `url`, the target of a request in origin form, is one of the Zep surface, however it is written. */
export function isZepUrl(url: string): boolean {
  return surface.test(url) || (url.includes('/.') && surface.test(cleanUrl(url)));
}

/**
 * The target of a request as the routes of the Zep surface take it.
 *
 * As Zep did: repeated slashes collapse, a slash at the end is ignored, dot segments resolve, and `/healthz` may be written in
 * any letter case. Unlike Zep's router, ours decodes each segment once; so each is encoded once here, and parameters arrive as
 * they were written.
 */
export function cleanUrl(url: string): string {
  if (plain.test(url) && !health.test(url)) return url;
  const mark = url.indexOf('?');
  const path = cleanPath(mark === -1 ? url : url.slice(0, mark));
  return mark === -1 ? path : path + url.slice(mark);
}

function cleanPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(encodeURIComponent(segment));
  }
  const cleaned = `/${segments.join('/')}`;
  return cleaned.toLowerCase() === '/healthz' ? '/healthz' : cleaned;
}
