export { type Answer, ApiPromise } from './api-promise.js';
export { Scrollback } from './client.js';
export type { ClientOptions } from './client-options.js';
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionError,
  InternalServerError,
  MethodNotAllowedError,
  NotFoundError,
  PayloadTooLargeError,
  PermissionDeniedError,
  PreconditionFailedError,
  RateLimitError,
  ScrollbackError,
  ServiceUnavailableError,
  TimeoutError,
  UnexpectedAnswerError,
  UnprocessableError,
  UnsupportedMediaTypeError,
} from './errors.js';
export type { Fetch, FetchRequest, FetchResponse } from './globals.js';
export type { HeadersInput } from './headers.js';
export { ListPromise } from './list-promise.js';
export { Page } from './page.js';
export type { RequestOptions, WriteOptions } from './request-options.js';
export type { Messages } from './resources/messages.js';
export type { Sessions } from './resources/sessions.js';
export type { Users } from './resources/users.js';
export type * from './types.js';
