import type { SignalOf } from './globals.js';
import type { HeadersInput } from './headers.js';

/** How one call is to be made. */
export interface RequestOptions {
  /** Aborting it ends the call at once, between attempts too; the call rejects with the signal's reason. */
  readonly signal?: SignalOf | undefined;
  /** Time for each attempt, in milliseconds, until the answer is complete; `Infinity` for none. Default: the client's. */
  readonly timeoutMs?: number | undefined;
  /** How often to try again. Default: the client's. */
  readonly maxRetries?: number | undefined;
  /** Headers for this call; `null` takes one of the client's away. */
  readonly headers?: HeadersInput | undefined;
}

/** How one change is to be made. */
export interface WriteOptions extends RequestOptions {
  /**
   * ETag that the session or user must have (`withResponse()` tells it), or `*` for any; otherwise the call rejects with
   * `PreconditionFailedError` and changes nothing. Such a change is not tried again once it may have been made: the repeat
   * would be refused, and nobody could tell by whose change.
   */
  readonly ifMatch?: string | undefined;
}
