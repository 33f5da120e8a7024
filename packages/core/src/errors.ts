/** Stable codes of everything that the rules refuse. Messages may change, codes do not. */
export type RefusalCode =
  | 'session_not_found'
  | 'session_exists'
  | 'session_not_deleted'
  | 'session_has_user'
  | 'session_contended'
  | 'unknown_user'
  | 'user_not_found'
  | 'user_exists'
  | 'user_erasing'
  | 'erasure_unfinished'
  | 'message_not_found'
  | 'message_conflict'
  | 'message_deleted'
  | 'message_uuid_repeated'
  | 'seq_mismatch'
  | 'precondition_failed'
  | 'metadata_too_large'
  | 'metadata_too_deep';

const marker = Symbol.for('@scrollback/core/refusal');

export interface RefusalOptions extends ErrorOptions {
  /** Id of the session or user that the refusal is about. */
  readonly id?: string;
}

/** A request that the rules refuse; it changed nothing, except for `erasure_unfinished`, which goes on later. */
export class RefusalError extends Error {
  readonly code: RefusalCode;
  /** JSON pointer (RFC 6901) into the caller's input, where one place is to blame. */
  readonly pointer: string | undefined;
  /** Id of the session or user that is already there, or is not. */
  readonly id: string | undefined;
  readonly [marker] = true;

  constructor(code: RefusalCode, message: string, pointer?: string, options?: RefusalOptions) {
    super(message, options);
    this.name = 'RefusalError';
    this.code = code;
    this.pointer = pointer;
    this.id = options?.id;
  }

  /** Works across copies of this package, where `instanceof` does not. */
  static isInstance(error: unknown): error is RefusalError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
