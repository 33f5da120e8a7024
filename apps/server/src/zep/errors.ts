import { RefusalError } from '@scrollback/core';
import { RequestValidationError } from '@ts-rest/express';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import type { IdentifiedRequest } from '../http/http-classes.js';
import { JsonText } from '../http/json-text.js';
import { faultOf, logFault, statusOf } from '../http/problems.js';
import type { RequestFault } from '../http/request-fault.js';

/** Statuses that Zep did not have: to its clients a caller's mistake is a 400. */
const callersMistakes: ReadonlySet<number> = new Set([409, 412, 415, 422]);

/** Answers with a line of text, as Zep did, and logs what is not the caller's fault. */
export function createZepErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent || response.socket?.destroyed !== false) {
      response.destroy();
      return;
    }
    const fault = faultOf(error);
    const { requestId } = request as unknown as IdentifiedRequest;
    const status = statusOf(fault.code);
    if (status >= 500) logFault(logger, fault.code, { error, requestId, method: request.method });
    response.status(callersMistakes.has(status) ? 400 : status);
    response.json(
      new JsonText(textOf(error, fault), {
        contentType: 'text/plain; charset=utf-8',
        fields: status === 503 ? ['retry-after', '1'] : fault.fields,
      }),
    );
  };
}

function textOf(error: unknown, fault: RequestFault): string {
  switch (fault.code) {
    case 'method_not_allowed':
      return '';
    case 'route_not_found':
      return '404 page not found\n';
    case 'session_not_found':
    case 'user_not_found':
    case 'message_not_found':
      return 'not found\n';
    case 'body_too_large':
      return `request body too large: ${fault.message}\n`;
    case 'unauthorized':
      return `${fault.message}\n`;
    default:
      return `${textOfRefusal(error) ?? textOfIssue(error) ?? fault.message}\n`;
  }
}

function textOfRefusal(error: unknown): string | undefined {
  if (!RefusalError.isInstance(error)) return undefined;
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

interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}

/** What is wrong first, and where; what a schema says in a sentence of its own needs no place. */
function textOfIssue(error: unknown): string | undefined {
  if (!(error instanceof RequestValidationError)) return undefined;
  const { pathParams, query, body } = error;
  const issue: Issue | undefined = [pathParams, query, body].flatMap((each) => each?.issues ?? [])[0];
  if (issue === undefined) return undefined;
  return issue.code === 'custom' ? issue.message : `bad request: ${(issue.path ?? []).join('.')} ${issue.message}`;
}
