import {
  StoreCorruptError,
  StoreError,
  type StoreErrorDetails,
  StoreFullError,
  StoreOutcomeUnknownError,
  StoreSchemaError,
  StoreUnavailableError,
} from '@scrollback/store';
import { type Failure, FailureError, toFailure } from './failure.js';

/** The port's error for whatever went wrong with the file; a defect of ours stays as it is, so that nobody tries again. */
export function toStoreError(error: unknown, { operation, id }: StoreErrorDetails): unknown {
  if (StoreError.isInstance(error)) return error;
  const { kind, message } = toFailure(error);
  const details = { operation, id, cause: error };
  switch (kind) {
    case 'full':
      return new StoreFullError(`there is no room left for the SQLite file: ${message}`, details);
    case 'corrupt':
      return new StoreCorruptError(`the SQLite file is damaged or not ours: ${message}`, details);
    case 'schema':
      return new StoreSchemaError(message, details);
    case 'unknown':
      return new StoreOutcomeUnknownError(`the SQLite file failed during a write: ${message}`, details);
    case 'defect':
      return error;
    default:
      return new StoreUnavailableError(`the SQLite file cannot be used now: ${message}`, details);
  }
}

/** What a thread reported, to be thrown here. */
export function toError({ kind, message, resultCode }: Failure): Error {
  const cause = resultCode === undefined ? undefined : Object.assign(new Error(message), { errcode: resultCode });
  return new FailureError(kind, message, cause);
}
