import { toAnswer } from './answer.js';
import { type Answer, ApiPromise } from './api-promise.js';
import { type Attempt, attempt, pause } from './attempt.js';
import { requireCount, requireTimeout, type Settings } from './client-options.js';
import { ApiError } from './errors.js';
import { mergeHeaders } from './headers.js';
import type { WriteOptions } from './request-options.js';
import { judgeFailure, waitBeforeRetry } from './retry.js';
import type { Route } from './route.js';
import type { ErrorCode } from './types.js';
import { fillPath, toQuery } from './url.js';

/** One call of an operation. */
export interface Call {
  readonly route: Route;
  /** Values for the names in the route's path. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: object | undefined;
  readonly body?: object;
  readonly options?: WriteOptions | undefined;
  /** Whether carrying it out twice does no harm. Default: everything but POST. */
  readonly isRepeatable?: boolean;
  /** With this code, a repeat is told that an earlier attempt has done it. */
  readonly doneCode?: ErrorCode;
}

export type Send = <Data>(call: Call) => ApiPromise<Data>;

/** Makes the function that sends calls: encodes them, tries again what may be tried again, turns answers into data or errors. */
export function createSend(settings: Settings): Send {
  return <Data>(call: Call) => new ApiPromise<Data>(send(settings, call));
}

async function send<Data>(settings: Settings, call: Call): Promise<Answer<Data>> {
  const { signal, ifMatch } = call.options ?? {};
  const { maxRetries, ...prepared } = prepare(settings, call);
  const isRepeatable = (call.isRepeatable ?? call.route.method !== 'POST') && ifMatch === undefined;
  let isPerhapsDone = false;
  for (let retry = 0; ; retry++) {
    if (signal?.aborted) throw signal.reason;
    try {
      return toAnswer(await attempt(prepared), call.route.status);
    } catch (error) {
      if (isPerhapsDone && tellsDone(error, call)) return doneBefore(call, error);
      const failure = judgeFailure(error);
      isPerhapsDone ||= failure === 'unknown';
      const mayRetry = retry < maxRetries && (failure === 'undone' || (failure === 'unknown' && isRepeatable));
      const waitMs = mayRetry ? waitBeforeRetry(error, retry) : undefined;
      if (waitMs === undefined) throw error;
      await pause(waitMs, signal);
    }
  }
}

/** Everything that does not change from attempt to attempt; what the caller handed in may change from now on. */
function prepare(settings: Settings, { route, path = {}, query = {}, body, options = {} }: Call): Prepared {
  const { signal, timeoutMs = settings.timeoutMs, maxRetries = settings.maxRetries, headers, ifMatch } = options;
  return {
    fetch: settings.fetch,
    url: settings.baseUrl + fillPath(route.path, path) + toQuery(query),
    request: {
      method: route.method,
      headers: mergeHeaders(settings.headers, { 'content-type': body && 'application/json' }, headers, {
        'if-match': ifMatch,
      }),
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
    },
    timeoutMs: requireTimeout(timeoutMs),
    maxRetries: requireCount(maxRetries),
    signal,
  };
}

interface Prepared extends Attempt {
  readonly maxRetries: number;
}

function tellsDone(error: unknown, { doneCode }: Call): error is ApiError {
  return doneCode !== undefined && error instanceof ApiError && error.code === doneCode;
}

function doneBefore<Data>({ route }: Call, { headers, requestId }: ApiError): Answer<Data> {
  return { data: undefined as Data, status: route.status, etag: undefined, requestId, headers };
}
