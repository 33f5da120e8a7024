import {
  StoreCorruptError,
  StoreError,
  type StoreErrorDetails,
  StoreFullError,
  StoreOutcomeUnknownError,
  StoreUnavailableError,
} from '@scrollback/store';
import { UnreadableError } from './unreadable.js';

/**
 * What a failed command says about whether it was carried out:
 * - `not-now`: it certainly was not, and may be soon.
 * - `lost`: the connection ended before the reply; nobody knows.
 * - `silent`: no reply in time; nobody knows, and it may still happen.
 * - `final`: it certainly was not, and will not be.
 */
export type Fault = 'not-now' | 'lost' | 'silent' | 'final';

const notNow =
  /^(?:LOADING|READONLY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|NOREPLICAS|MOVED|ASK|BUSY)\b|^Too many Cluster redirections/;
const damaged = /^WRONGTYPE\b|^ERR .*user_script/;
const connectionLost =
  /^(?:Connection is closed|None of startup nodes|Cluster is ended|Command aborted|Stream isn't writeable)/;

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error) || StoreError.isInstance(error) || error instanceof UnreadableError) return 'final';
  if (notNow.test(error.message)) return 'not-now';
  if (error.name === 'ReplyError') return 'final';
  if (error.message === 'Command timed out' || error instanceof SilenceError) return 'silent';
  return isConnectionLost(error) ? 'lost' : 'final';
}

function isConnectionLost(error: Error): boolean {
  const names = ['MaxRetriesPerRequestError', 'AbortError', 'ParserError', 'ClusterAllFailedError'];
  return 'syscall' in error || names.includes(error.name) || connectionLost.test(error.message);
}

/** There was no reply in the time that was left for the call. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** The port's error for whatever went wrong. `isUncertain`: something of the call may have been written. */
export function toStoreError(error: unknown, details: StoreErrorDetails, isUncertain: boolean): StoreError {
  if (StoreError.isInstance(error) && !(isUncertain && error instanceof StoreUnavailableError)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const withCause = { ...details, cause: error };
  const isReply = error instanceof Error && error.name === 'ReplyError';
  if (error instanceof UnreadableError || error instanceof URIError || (isReply && damaged.test(message))) {
    return new StoreCorruptError(`what Redis holds cannot be understood: ${message}`, withCause);
  }
  if (isUncertain) {
    return new StoreOutcomeUnknownError(
      `Redis was lost during a write, which may have happened: ${message}`,
      withCause,
    );
  }
  if (isReply && message.startsWith('OOM'))
    return new StoreFullError(`Redis has no memory left: ${message}`, withCause);
  return new StoreUnavailableError(`Redis cannot be used now: ${message}`, withCause);
}
