/** What failed, for the log: the port's method and the record it was about. */
export interface StoreErrorDetails {
  readonly operation: string;
  readonly id?: string | undefined;
  readonly cause?: unknown;
}

/** Stable. `message` may change, codes do not. */
export type StoreErrorCode =
  | 'store_unavailable'
  | 'store_outcome_unknown'
  | 'store_full'
  | 'store_closed'
  | 'store_corrupt'
  | 'store_schema';

const marker = Symbol.for('@scrollback/store/error');

/** Base of everything that a store throws. */
export abstract class StoreError extends Error {
  abstract readonly code: StoreErrorCode;
  readonly operation: string;
  readonly id: string | undefined;
  readonly [marker] = true;

  constructor(message: string, { operation, id, cause }: StoreErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.operation = operation;
    this.id = id;
  }

  /** Works across copies of this package, where `instanceof` does not. */
  static isInstance(error: unknown): error is StoreError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/** The backend did not answer, or cannot now. Nothing was written; the call may be repeated. */
export class StoreUnavailableError extends StoreError {
  readonly code: StoreErrorCode = 'store_unavailable';
}

/** The backend was lost during a write, and it could not be found out whether that write happened. */
export class StoreOutcomeUnknownError extends StoreError {
  readonly code: StoreErrorCode = 'store_outcome_unknown';
}

/** The backend has no room for the write. Nothing was written. */
export class StoreFullError extends StoreError {
  readonly code: StoreErrorCode = 'store_full';
}

/** The handle was closed. */
export class StoreClosedError extends StoreError {
  readonly code: StoreErrorCode = 'store_closed';
}

/** What is stored cannot be understood: somebody else wrote there, or the data is damaged. */
export class StoreCorruptError extends StoreError {
  readonly code: StoreErrorCode = 'store_corrupt';
}

/** The stored layout is one that this version does not know. */
export class StoreSchemaError extends StoreError {
  readonly code: StoreErrorCode = 'store_schema';
}
