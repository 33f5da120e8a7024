import { RefusalError } from '@scrollback/core';
import type { Logger } from 'pino';
import { InputFault } from '../http/input-fault.js';
import { type AnswerError, createFaultHandler, tryAgain } from '../http/problems.js';
import type { RequestFault } from '../http/request-fault.js';
import { presentLine } from './present.js';

/** Statuses that Zep did not have: to its clients a caller's mistake is a 400. */
const callersMistakes: ReadonlySet<number> = new Set([409, 412, 415, 422]);

/** Answers with a line of text, as Zep did, and logs what is not the caller's fault. */
export function createZepErrorHandler(logger: Logger): AnswerError {
  return createFaultHandler(logger, ({ error, fault, status: nativeStatus }) => {
    const status = callersMistakes.has(nativeStatus) ? 400 : nativeStatus;
    const text = textOfFault(fault) ?? textOfRefusal(error, status) ?? textOfIssue(error) ?? fault.message;
    return { status, body: presentLine(text, status === 503 ? tryAgain : fault.fields) };
  });
}

function textOfFault({ code, message }: RequestFault): string | undefined {
  switch (code) {
    case 'method_not_allowed':
      return '';
    case 'route_not_found':
      return '404 page not found';
    case 'session_not_found':
    case 'user_not_found':
    case 'message_not_found':
      return 'not found';
    case 'body_too_large':
      return `request body too large: ${message}`;
    default:
      return undefined;
  }
}

function textOfRefusal(error: unknown, status: number): string | undefined {
  if (!RefusalError.isInstance(error) || status !== 400) return undefined;
  switch (error.code) {
    case 'session_exists':
      return `bad request: session already exists with session_id: ${error.id}`;
    case 'user_exists':
      return `bad request: user already exists with user_id: ${error.id}`;
    case 'unknown_user':
      return `bad request: user does not exist with user_id: ${error.id}`;
    default:
      return `bad request: ${error.message}`;
  }
}

/** What is wrong first, and where; a sentence of Zep's needs no place. */
function textOfIssue(error: unknown): string | undefined {
  if (!(error instanceof InputFault)) return undefined;
  const [issue] = [...error.path, ...error.query, ...error.body];
  if (issue === undefined) return undefined;
  if (issue.code === 'custom' && issue.params?.isSentence) return issue.message;
  return `bad request: ${issue.path.join('.') || 'the body'} ${issue.message}`;
}
