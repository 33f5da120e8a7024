import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problems } from '@scrollback/contract';
import type { IdentifiedRequest } from './http-classes.js';
import type { JsonText } from './json-text.js';
import { toProblem } from './problems.js';
import { RequestFault } from './request-fault.js';
import { constantFields } from './security-headers.js';

// Requests that never reach the application, because they are not what HTTP calls a request. They get problems, too.

/**
 * Answers what Node's parser refuses, and closes the connection: where the next request would begin is not known.
 *
 * Nothing is written to a connection that the caller has left. While a request before it is still being answered, that answer is
 * the last one of the connection: a 4xx in its place would say that nothing was changed.
 */
export function refuseMalformed(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, duplex) => {
    const socket = duplex as Socket & { readonly _httpMessage?: ServerResponse | null };
    const answer = socket._httpMessage;
    if (answer?.req.complete && !answer.headersSent && socket.writable) {
      answer.shouldKeepAlive = false;
      return;
    }
    if (socket.writable && !answer?.headersSent && error.code !== 'ECONNRESET') socket.write(toText(faultOf(error)));
    socket.destroySoon();
  });
}

/** Answers an `Expect` other than `100-continue`, which Node knows itself. */
export function refuseExpectations(server: Server): void {
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    refuse(
      request,
      response,
      new RequestFault('expectation_failed', 'only 100-continue can be expected', {
        places: [{ in: 'header', pointer: '/expect', detail: 'is not known' }],
      }),
    );
  });
}

/** `listener`, except for requests of HTTP/1.1 without `Host`: these have to be refused (RFC 9112, section 3.2). */
export function refuseHostless(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.headers.host !== undefined || request.httpVersion === '1.0') return listener(request, response);
    return refuse(
      request,
      response,
      new RequestFault('malformed_http', 'the request has no Host', {
        places: [{ in: 'header', pointer: '/host', detail: 'is missing' }],
      }),
    );
  };
}

/** The body, if one follows, is not wanted: hence the end of the connection. */
function refuse(request: IncomingMessage, response: ServerResponse, fault: RequestFault): void {
  const { requestId } = request as IdentifiedRequest;
  response.statusCode = problems[fault.code].status;
  response.shouldKeepAlive = false;
  (response as ServerResponse & { json(body: JsonText): void }).json(toProblem(fault, requestId));
}

function faultOf({ code }: NodeJS.ErrnoException): RequestFault {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new RequestFault('headers_too_large', 'the request line and the headers are larger than the server takes');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new RequestFault('body_too_large', 'the chunk extensions of the body are larger than the server takes');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestFault('request_timeout', 'the request did not arrive in time');
    default:
      return new RequestFault('malformed_http', 'the request cannot be understood as HTTP/1.1');
  }
}

/** The answer as it goes over the wire: there is no response to write it. */
function toText(fault: RequestFault): string {
  const { status } = problems[fault.code];
  const requestId = randomUUID();
  const { text, contentType } = toProblem(fault, requestId);
  const fields = [
    ...['content-type', contentType, 'content-length', String(Buffer.byteLength(text)), 'x-request-id', requestId],
    ...['connection', 'close', 'date', new Date().toUTCString(), ...constantFields],
  ];
  const lines = fields.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${fields[index + 1]}\r\n`] : []));
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`;
}
