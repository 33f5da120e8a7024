import { ConnectionError, TimeoutError } from './errors.js';
import type { Fetch, FetchRequest, HeadersOf, SignalOf } from './globals.js';

/** Longer waits overflow the timers of every runtime and end at once; who asks for more gets no limit. */
const LONGEST_TIMER_MS = 2_147_483_647;

export interface Attempt {
  readonly fetch: Fetch;
  readonly url: string;
  readonly request: Omit<FetchRequest, 'signal'>;
  readonly timeoutMs: number;
  readonly signal: SignalOf | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: HeadersOf;
  readonly text: string;
}

/**
 * One request and its whole answer, body included. Rejects with the signal's reason, `TimeoutError` or `ConnectionError`,
 * also when `fetch` pays no heed to its signal.
 */
export function attempt({ fetch, url, request, timeoutMs, signal }: Attempt): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const stop = (reason: unknown) => {
      cleanUp();
      reject(reason);
      controller.abort(reason);
    };
    const abort = () => stop(signal?.reason);
    const expire = () => stop(new TimeoutError(`no answer from ${originOf(url)} within ${timeoutMs} ms`));
    const timer = timeoutMs <= LONGEST_TIMER_MS ? setTimeout(expire, timeoutMs) : undefined;
    const cleanUp = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    signal?.addEventListener('abort', abort);
    exchange(fetch, url, { ...request, signal: controller.signal })
      .then(resolve, (cause) => reject(connectionError(url, cause)))
      .finally(cleanUp);
  });
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal: SignalOf | undefined): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort);
  });
}

async function exchange(fetch: Fetch, url: string, request: FetchRequest): Promise<RawAnswer> {
  const response = await fetch(url, request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function connectionError(url: string, cause: unknown): ConnectionError {
  const { message, cause: origin } = Object(cause) as Error;
  const why = [message, (origin as Error | undefined)?.message].filter(Boolean).join(': ');
  return new ConnectionError(`no answer from ${originOf(url)}${why && `: ${why}`}`, { cause });
}

function originOf(url: string): string {
  return new URL(url).origin;
}
