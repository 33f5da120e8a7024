import type { HeadersOf } from './globals.js';
import type { ErrorCode, Problem, ProblemItem } from './types.js';

const marker = Symbol.for('@scrollback/client/error');

/**
 * Base of every error that the client makes. Two things are not of this kind: the reason of a signal that the caller
 * aborted, which is passed on as it is, and `TypeError` for arguments that cannot be sent at all.
 */
export class ScrollbackError extends Error {
  // Declared fields exist for the compiler only: without them it would take one class for another.
  declare readonly [marker]: true;

  /** Like `instanceof`, and works when two copies of this package are loaded. */
  static isInstance<Type extends { readonly prototype: Error }>(
    this: Type,
    error: unknown,
  ): error is Type['prototype'] {
    if (typeof error !== 'object' || error === null || !(marker in error)) return false;
    for (let type: object | null = error; type !== null; type = Object.getPrototypeOf(type)) {
      // biome-ignore lint/complexity/noThisInStatic: each class asks for itself
      if (Object.hasOwn(type, 'name') && (type as Error).name === this.prototype.name) return true;
    }
    return false;
  }
}

/** No complete answer came. Whether the server did what was asked is unknown; the reason is in `cause`. */
export class ConnectionError extends ScrollbackError {
  declare readonly name: 'ConnectionError' | 'TimeoutError';
}

/** No complete answer came within `timeoutMs`. Whether the server did what was asked is unknown. */
export class TimeoutError extends ConnectionError {
  declare readonly name: 'TimeoutError';
}

/** What an error needs of an answer. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: HeadersOf;
  readonly problem?: Problem | undefined;
}

/** The server, or something in front of it, refused. A 4xx changed nothing. */
export class ApiError extends ScrollbackError {
  /** HTTP status. */
  readonly status: number;
  /** Stable name of what went wrong, to be compared by programs; `undefined` when the answer is not Scrollback's own. */
  readonly code: ErrorCode | undefined;
  /** What the server's log calls this request. */
  readonly requestId: string | undefined;
  /** Each place in the request that is to blame; empty when there is none. */
  readonly errors: readonly ProblemItem[];
  readonly headers: HeadersOf;

  constructor(message: string, { status, headers, problem }: ErrorAnswer) {
    super(message);
    this.status = status;
    this.code = problem?.code;
    this.requestId = headers.get('x-request-id') ?? problem?.request_id;
    this.errors = problem?.errors ?? [];
    this.headers = headers;
  }
}

/** An answer that Scrollback does not give: not JSON, another status than the operation's, a redirect. Look at what is between. */
export class UnexpectedAnswerError extends ApiError {
  declare readonly name: 'UnexpectedAnswerError';
}

/** 400: something in the request is not as it has to be; `errors` names the places. */
export class BadRequestError extends ApiError {
  declare readonly status: 400;
}

/** 401: the server takes tokens, and `apiKey` is not a good one; the message says why. */
export class AuthenticationError extends ApiError {
  declare readonly status: 401;
}

/** 403: not allowed. The server itself never says so; something in front of it may. */
export class PermissionDeniedError extends ApiError {
  declare readonly status: 403;
}

/** 404: no such session, message or user; a session in the trash counts as none. */
export class NotFoundError extends ApiError {
  declare readonly status: 404;
}

/** 405: not a method of this path; the server is of another version than the client. */
export class MethodNotAllowedError extends ApiError {
  declare readonly status: 405;
}

/** 409: what is stored does not allow it; `code` says why. */
export class ConflictError extends ApiError {
  declare readonly status: 409;
}

/** 412: the record is not at the version that `ifMatch` names. */
export class PreconditionFailedError extends ApiError {
  declare readonly status: 412;
}

/** 413: larger than the server takes. */
export class PayloadTooLargeError extends ApiError {
  declare readonly status: 413;
}

/** 415: not JSON in UTF-8. */
export class UnsupportedMediaTypeError extends ApiError {
  declare readonly status: 415;
}

/** 422: well-formed, and cannot be done. */
export class UnprocessableError extends ApiError {
  declare readonly status: 422;
}

/** 429: too many requests. */
export class RateLimitError extends ApiError {
  declare readonly status: 429;
}

/** 5xx: the server, or something in front of it, failed. */
export class InternalServerError extends ApiError {
  declare readonly name: 'InternalServerError' | 'ServiceUnavailableError';
}

/** 503: not now. With the code `store_outcome_unknown`, or none, the change may have been made; with any other it was not. */
export class ServiceUnavailableError extends InternalServerError {
  declare readonly status: 503;
}

const errorTypes: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  405: MethodNotAllowedError,
  409: ConflictError,
  412: PreconditionFailedError,
  413: PayloadTooLargeError,
  415: UnsupportedMediaTypeError,
  422: UnprocessableError,
  429: RateLimitError,
  503: ServiceUnavailableError,
};

/** The class of error for a status. */
export function errorTypeOf(status: number): typeof ApiError {
  return errorTypes[status] ?? (status >= 500 ? InternalServerError : ApiError);
}

// On the prototypes: an error then prints like any other. The keys survive a minifier, the names of the classes do not.
Object.defineProperty(ScrollbackError.prototype, marker, { value: true });
for (const [name, { prototype }] of Object.entries({
  ScrollbackError,
  ConnectionError,
  TimeoutError,
  ApiError,
  UnexpectedAnswerError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  MethodNotAllowedError,
  ConflictError,
  PreconditionFailedError,
  PayloadTooLargeError,
  UnsupportedMediaTypeError,
  UnprocessableError,
  RateLimitError,
  InternalServerError,
  ServiceUnavailableError,
})) {
  Object.defineProperty(prototype, 'name', { value: name, writable: true, configurable: true });
}
