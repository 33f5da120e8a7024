import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the body of a request can hold. Nobody looks whether it does. */
export interface Body {
  readonly session_id: string;
  readonly user_id?: string;
  readonly metadata?: Record<string, unknown>;
  readonly messages: readonly { readonly uuid: string; readonly role: string; readonly content: string }[];
}

/** The operations that are measured, and what sets them up. Whatever fails ends the process, and the run with it. */
export interface Program {
  createUser(response: ServerResponse, body: Body): void;
  createSession(response: ServerResponse, body: Body): void;
  getSession(response: ServerResponse, id: string): void;
  updateSession(response: ServerResponse, id: string, body: Body): void;
  listSessions(response: ServerResponse, limit: number): void;
  addMessages(response: ServerResponse, id: string, body: Body): void;
  getWindow(response: ServerResponse, id: string, last: number): void;
}

/**
 * The least that answers these requests: `node:http`, string operations for a router, `JSON.parse` for a body.
 *
 * (No named function is made while a request is served: tsx would give each its name, at a cost that is none of the baseline's.)
 */
export function serve(program: Program): void {
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    if (method === 'GET') {
      routeRead(program, response, url);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      routeWrite(program, response, method, url, JSON.parse(bytes.toString()) as Body);
    });
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1', () => {
    console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

/** `status`, `etag` and `text` as the product answers, with the header fields that its contract promises. */
export function send(response: ServerResponse, status: number, text: string, etag?: string): void {
  const fields = ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(text))];
  if (etag !== undefined) fields.push('etag', etag);
  response.writeHead(status, fields).end(text);
}

function routeRead(program: Program, response: ServerResponse, url: string): void {
  const [path = '', query = ''] = url.split('?');
  const [, , , id, part] = path.split('/');
  if (id === undefined) program.listSessions(response, Number(query.slice('limit='.length)));
  else if (part === undefined) program.getSession(response, decodeURIComponent(id));
  else program.getWindow(response, decodeURIComponent(id), Number(query.slice('last='.length)));
}

function routeWrite(
  program: Program,
  response: ServerResponse,
  method: string | undefined,
  url: string,
  body: Body,
): void {
  const [, , noun, id] = url.split('/');
  if (method === 'PATCH') program.updateSession(response, decodeURIComponent(id as string), body);
  else if (id !== undefined) program.addMessages(response, decodeURIComponent(id), body);
  else if (noun === 'users') program.createUser(response, body);
  else program.createSession(response, body);
}
