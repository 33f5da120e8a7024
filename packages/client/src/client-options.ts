import type { Fetch, UrlOf } from './globals.js';
import { type HeadersInput, mergeHeaders } from './headers.js';
import { toBaseUrl } from './url.js';

export interface ClientOptions {
  /** Where the server is; a path prefix is kept, a slash at the end makes no difference. Default: `http://127.0.0.1:8000`. */
  readonly baseUrl?: string | UrlOf | undefined;
  /** A token that the server takes, sent as `Authorization: Bearer …`. Default: none is sent. */
  readonly apiKey?: string | undefined;
  /** Time for each attempt, in milliseconds, until the answer is complete; `Infinity` for none. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** How often to try again what may be tried again. Default: 2, so at most 3 attempts. */
  readonly maxRetries?: number | undefined;
  /** Headers for every request. */
  readonly headers?: HeadersInput | undefined;
  /** To be used instead of the global `fetch`. */
  readonly fetch?: Fetch | undefined;
}

export interface Settings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
}

export function toSettings(options: ClientOptions): Settings {
  const { baseUrl = 'http://127.0.0.1:8000', apiKey, timeoutMs = 60_000, maxRetries = 2, headers, fetch } = options;
  return {
    baseUrl: toBaseUrl(baseUrl),
    timeoutMs: requireTimeout(timeoutMs),
    maxRetries: requireCount(maxRetries),
    headers: mergeHeaders(
      { accept: 'application/json', authorization: apiKey === undefined ? undefined : `Bearer ${apiKey}` },
      headers,
    ),
    // Looked up at each call, for those who replace the global one.
    fetch: fetch ?? ((url, request) => globalThis.fetch(url, request)),
  };
}

export function requireTimeout(timeoutMs: number): number {
  if (timeoutMs > 0) return timeoutMs;
  throw new TypeError(`timeoutMs has to be a positive number, not ${timeoutMs}`);
}

export function requireCount(maxRetries: number): number {
  if (maxRetries >= 0) return maxRetries;
  throw new TypeError(`maxRetries has to be 0 or more, not ${maxRetries}`);
}
