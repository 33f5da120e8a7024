import type { UrlOf } from './globals.js';

/** The base of all URLs, without a slash at its end. */
export function toBaseUrl(baseUrl: string | UrlOf): string {
  const url = new URL(typeof baseUrl === 'string' ? baseUrl : baseUrl.href);
  if (!/^https?:$/.test(url.protocol))
    throw new TypeError(`baseUrl has to begin with http: or https:, not ${url.protocol}`);
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError('baseUrl cannot have a user, a password, a query or a fragment');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** The template with each `{name}` filled in. */
export function fillPath(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeSegment(name, values[name]));
}

/** `?name=value&…`, or nothing. Names whose value is `undefined` or `null` are left out. */
export function toQuery(query: object): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${encodeText(name, String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Percent-encoding saves every character, but not a segment of dots: `%2E%2E` is `..` to every URL parser. */
function encodeSegment(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${name} has to be a string, not ${typeof value}`);
  if (/^\.{0,2}$/.test(value)) throw new TypeError(`${name} cannot be '${value}': no URL can carry it`);
  return encodeText(name, value);
}

function encodeText(name: string, text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new TypeError(`${name} holds half of a surrogate pair: it is not well-formed Unicode`, { cause });
  }
}
