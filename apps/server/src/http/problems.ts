import {
  type Problem,
  type ProblemCode,
  type ProblemDefinition,
  problemContentType,
  problems,
} from '@scrollback/contract';
import { escapePointer, type RefusalCode, RefusalError } from '@scrollback/core';
import { StoreError, type StoreErrorCode } from '@scrollback/store';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { IdentifiedRequest } from './http-classes.js';
import { InputFault, type InputIssues } from './input-fault.js';
import { JsonText } from './json-text.js';
import { type FaultPlace, RequestFault } from './request-fault.js';

/** The one place where errors meet HTTP. That every code has its status is checked here, by the type. */
const definitions: Record<RefusalCode | StoreErrorCode | ProblemCode, ProblemDefinition> = problems;

/** How zod says it. */
const missing = /^Invalid input: (expected .+), received undefined$/;
const maxPlaces = 20;
const maxPointerLength = 500;

/** What an answer of 503 says in its header, on both surfaces. */
export const tryAgain: readonly string[] = ['retry-after', '1'];

/** What every problem of a status says in its header: name, value, name, value … */
const fieldsOfStatus: Readonly<Record<number, readonly string[]>> = {
  401: ['www-authenticate', 'Bearer'],
  503: tryAgain,
};

/** What a caller gets to see of a store's failure: nothing of what the backend said. */
const storeDetails: Record<StoreErrorCode, string> = {
  store_unavailable: 'The store does not answer. Nothing was changed; the request may be repeated.',
  store_outcome_unknown: 'The store was lost during the change. It may have been stored or not.',
  store_closed: 'The server is stopping. Nothing was changed; the request may be repeated.',
  store_full: 'The store has no room left. Nothing was changed.',
  store_corrupt: 'What is stored there cannot be understood. The log of the server says more.',
  store_schema: 'The store holds a layout that this server does not know. The log of the server says more.',
};

/** Answers a request that failed. */
export type AnswerError = (error: unknown, request: Request, response: Response) => void;

/** A listener that hands what goes wrong in `handler`, however it says so, to `answerError`. */
export function answering(handler: RequestHandler, answerError: AnswerError) {
  return (request: Request, response: Response): void => {
    const fail = (error: unknown) => answerError(error, request, response);
    try {
      handler(request, response, fail);
    } catch (error) {
      fail(error);
    }
  };
}

/** Answers with a problem (RFC 9457), and logs what is not the caller's fault. */
export function createErrorHandler(logger: Logger): AnswerError {
  return createFaultHandler(logger, ({ fault, status, requestId }) => ({ status, body: toProblem(fault, requestId) }));
}

export interface AnsweredFault {
  readonly error: unknown;
  readonly fault: RequestFault;
  /** Of the native surface. */
  readonly status: number;
  readonly requestId: string;
}

/** Answers what went wrong with what `present` makes of it, and logs what is not the caller's fault. */
export function createFaultHandler(
  logger: Logger,
  present: (answered: AnsweredFault) => { readonly status: number; readonly body: JsonText },
): AnswerError {
  return (error, request, response) => {
    try {
      answer(error, request, response);
    } catch (failure) {
      response.destroy();
      logger.error({ err: failure }, 'an error could not be answered');
    }
  };

  function answer(error: unknown, request: Request, response: Response): void {
    // Half an answer cannot become an error, and whoever has hung up gets none.
    if (response.headersSent || response.socket?.destroyed !== false) {
      response.destroy();
      return;
    }
    const fault = faultOf(error);
    const { requestId } = request as unknown as IdentifiedRequest;
    const nativeStatus = definitions[fault.code].status;
    if (nativeStatus >= 500) log(logger, fault.code, { error, requestId, method: request.method });
    const { status, body } = present({ error, fault, status: nativeStatus, requestId });
    response.status(status).json(body);
  }
}

function log(
  logger: Logger,
  code: ProblemCode,
  { error, ...request }: { error: unknown; requestId: string; method: string },
) {
  const level = code === 'internal_error' || code === 'store_corrupt' || code === 'store_schema' ? 'error' : 'warn';
  logger[level]({ err: error, code, ...request }, 'request failed');
}

/** The problem that answers `fault`. */
export function toProblem({ code, message, places, fields }: RequestFault, requestId: string): JsonText {
  const { status, title } = definitions[code];
  const problem: Problem = {
    type: `urn:scrollback:problem:${code}`,
    title,
    status,
    detail: message,
    code,
    request_id: requestId,
    ...(places === undefined ? {} : { errors: places.slice(0, maxPlaces).map(shorten) }),
  };
  return new JsonText(JSON.stringify(problem), {
    contentType: problemContentType,
    fields: fieldsOfStatus[status] ?? fields,
  });
}

function faultOf(error: unknown): RequestFault {
  if (error instanceof RequestFault) return error;
  if (RefusalError.isInstance(error)) return new RequestFault(error.code, error.message, placesOfRefusal(error));
  if (StoreError.isInstance(error)) return new RequestFault(error.code, storeDetails[error.code]);
  if (error instanceof InputFault) return invalidRequest(error);
  if (error instanceof URIError) {
    return new RequestFault('invalid_path', 'the path is not percent-encoded UTF-8', {
      places: [{ in: 'path', pointer: '', detail: 'cannot be decoded' }],
    });
  }
  return new RequestFault('internal_error', 'Something went wrong in the server. Its log says more.');
}

function placesOfRefusal({ code, pointer, message }: RefusalError): { places?: readonly FaultPlace[] } {
  if (code === 'precondition_failed') {
    return { places: [{ in: 'header', pointer: '/if-match', detail: 'names no current version' }] };
  }
  return pointer === undefined ? {} : { places: [{ in: 'body', pointer, detail: message }] };
}

function invalidRequest({ path, query, body }: InputFault): RequestFault {
  const places = [...placesOfIssues('path', path), ...placesOfIssues('query', query), ...placesOfIssues('body', body)];
  const [first] = places;
  return new RequestFault(
    path.length === 0 ? 'invalid_request' : 'invalid_path',
    first === undefined ? 'the request is not valid' : `${first.in} ${first.pointer}: ${first.detail}`,
    { places },
  );
}

function placesOfIssues(place: FaultPlace['in'], issues: InputIssues): FaultPlace[] {
  return issues.slice(0, maxPlaces).flatMap((issue) => {
    const pointer = issue.path.map((token) => `/${escapePointer(String(token))}`).join('');
    if (issue.code !== 'unrecognized_keys') {
      return [{ in: place, pointer, detail: issue.message.replace(missing, 'is missing: $1') }];
    }
    return issue.keys.slice(0, maxPlaces).map((key) => ({
      in: place,
      pointer: `${pointer}/${escapePointer(key)}`,
      detail: 'is not known here',
    }));
  });
}

function shorten(place: FaultPlace): FaultPlace {
  const pointer = shortenPointer(place.pointer);
  return pointer === place.pointer ? place : { ...place, pointer };
}

/** A pointer can be as long as the caller's keys are; then its parent has to do. */
export function shortenPointer(pointer: string): string {
  let short = pointer;
  while (short.length > maxPointerLength) short = short.slice(0, short.lastIndexOf('/'));
  return short;
}
