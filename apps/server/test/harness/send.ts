import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface Call {
  readonly method?: string;
  /** Sent as it is: no dot segment is resolved, nothing is encoded. */
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what should be there
  readonly json: any;
}

/** One request, without the help that `fetch` gives, on a connection of its own unless `agent` has one. */
export function send(
  url: string,
  { method = 'GET', path, headers = {}, body }: Call,
  agent: Agent | false = false,
): Promise<Answer> {
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const payload = isRaw ? (body as string | Buffer | undefined) : JSON.stringify(body);
  const { hostname, port } = new URL(url);
  const type = payload === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request(
      { host: hostname, port, method, path, agent, headers: { ...type, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode as number,
            headers: response.headers,
            text,
            get json() {
              return JSON.parse(text);
            },
          });
        });
      },
    );
    call.on('error', reject);
    call.end(payload);
  });
}
