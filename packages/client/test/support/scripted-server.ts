import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly method: string;
  /** Path and query, as they came over the wire. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** Answers one request, by a document or by hand. */
export type Step = ScriptedAnswer | ((request: SeenRequest, response: ServerResponse) => ScriptedAnswer | undefined);

export interface ScriptedServer {
  readonly url: string;
  readonly requests: SeenRequest[];
}

/** A server that answers the first request by the first step, and so on; the last step answers all that follow. Ends with the test. */
export async function startScriptedServer(...steps: Step[]): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body: await text(incoming) };
    const step = steps[Math.min(requests.push(request), steps.length) - 1] as Step;
    const answer = typeof step === 'function' ? step(request, response) : step;
    if (answer !== undefined) send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

export function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): ScriptedAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1', ...headers },
    body: {
      type: `urn:scrollback:problem:${code}`,
      title: 'A title',
      status,
      detail: 'What happened',
      code,
      request_id: 'request-1',
    },
  };
}

/** Cuts the connection instead of answering. */
export const cutConnection: Step = (_request, response) => {
  response.socket?.destroy();
  return undefined;
};

/** Never answers. */
export const hang: Step = () => undefined;

function send(response: ServerResponse, { status = 200, headers = {}, body }: ScriptedAnswer): void {
  const isText = typeof body === 'string' || body === undefined;
  response.writeHead(status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
