import { zepPath } from '@scrollback/contract';

/** What Zep's clients ask for: a semantic version of at least 0.21.0 before the first hyphen. */
export const zepFields: readonly string[] = ['x-zep-version', '0.27.2-scrollback'];

const surface = new RegExp(`^(?:/+${zepPath.slice(1).replace('/', '/+')}(?:[/?]|$)|/+healthz/*(?:\\?|$))`, 'i');

/** Whether `url`, the target of a request, is one of the Zep surface. Repeated slashes and Zep's letter case of `/healthz` count in. */
export function isZepUrl(url: string): boolean {
  return surface.test(withoutOrigin(url));
}

/** A target may be written in absolute form (RFC 9112, section 3.2.2). */
export function withoutOrigin(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '');
}
