import { ApiError, ConnectionError, TimeoutError } from './errors.js';
import type { HeadersOf } from './globals.js';
import type { ErrorCode } from './types.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
const LONGEST_RETRY_AFTER_MS = 30_000;

/** With any other code, or none, a 503 may come from something in front of the server that has passed the request on. */
const undoneCodes: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode>([
  'store_unavailable',
  'store_closed',
  'session_contended',
]);

/**
 * What a failed attempt means for the next one.
 *
 * - `undone`: it certainly changed nothing, so every operation may be tried again.
 * - `unknown`: it may have been carried out, so only what is harmless to repeat may be tried again.
 * - `final`: the same request would get the same answer.
 */
export type Failure = 'undone' | 'unknown' | 'final';

export function judgeFailure(error: unknown): Failure {
  if (error instanceof ConnectionError) return wasNeverConnected(error) ? 'undone' : 'unknown';
  if (!(error instanceof ApiError)) return 'final';
  switch (error.status) {
    case 408:
    case 429:
      return 'undone';
    case 503:
      return undoneCodes.has(error.code) ? 'undone' : 'unknown';
    case 502:
    case 504:
      return 'unknown';
    default:
      return 'final';
  }
}

/**
 * How long to wait before attempt number `retry` + 2, in milliseconds: what `Retry-After` asks for, and on top a random
 * part of a time that doubles, so that clients do not come back together. `undefined` when the server wants a longer pause
 * than a caller should be kept waiting for.
 */
export function waitBeforeRetry(error: unknown, retry: number): number | undefined {
  const asked = error instanceof ApiError ? retryAfterMs(error.headers) : 0;
  if (asked > LONGEST_RETRY_AFTER_MS) return undefined;
  return asked + Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** retry);
}

/** `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date, which is compared with the server's own clock when it tells. */
function retryAfterMs(headers: HeadersOf): number {
  const value = headers.get('retry-after')?.trim();
  if (!value) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return Math.max(0, Date.parse(value) - now || 0);
}

/** Whether the connection was never made; browsers do not tell. */
function wasNeverConnected(error: ConnectionError): boolean {
  if (error instanceof TimeoutError) return false;
  const codes = [error.cause, (error.cause as Error | undefined)?.cause].map(
    (cause) => (cause as { code?: unknown })?.code,
  );
  return codes.some((code) =>
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/.test(`${code}`),
  );
}
