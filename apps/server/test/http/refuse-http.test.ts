import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ProblemCode, problem, problems } from '@scrollback/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectShape } from '../harness/expect-shape.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const post = 'POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const rows: readonly (readonly [name: string, request: string, code: ProblemCode])[] = [
  ['garbage', '\u0016\u0003\u0001\r\n\r\n', 'malformed_http'],
  ['a method that does not exist', 'NOPE / HTTP/1.1\r\nhost: x\r\n\r\n', 'malformed_http'],
  ['a header without a colon', 'GET / HTTP/1.1\r\nhost: x\r\nnope\r\n\r\n', 'malformed_http'],
  ['a header over the limit', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 'headers_too_large'],
  ['an id over the limit', `GET /v1/sessions/${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 'headers_too_large'],
  ['an id of 10,000 characters', `GET /v1/users/${'x'.repeat(10_000)} HTTP/1.0\r\nhost: x\r\n\r\n`, 'invalid_path'],
  ['a Content-Length that is no number', `${post}content-length: x\r\n\r\n{}`, 'malformed_http'],
  ['two values of Content-Length', `${post}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, 'malformed_http'],
  [
    'Content-Length and Transfer-Encoding',
    `${post}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    'malformed_http',
  ],
  ['a chunk that is none', `${post}transfer-encoding: chunked\r\n\r\nnope\r\n\r\n`, 'malformed_http'],
  ['no Host', 'GET /health/live HTTP/1.1\r\n\r\n', 'malformed_http'],
  ['an unknown expectation', `${post}expect: foo\r\ncontent-length: 2\r\n\r\n{}`, 'expectation_failed'],
];

describe('what is not HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const exchange = (request: string) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(request, 'latin1');
    return text(socket);
  };

  it.for(rows)('%s › is answered with a problem, and the connection ends', async ([, request, code]) => {
    const answer = await exchange(request);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const fields = new Map(
      head
        .toLowerCase()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(': ') as [string, string]),
    );
    const { status } = problems[code];
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} \\w`));
    const sent = JSON.parse(body);
    expectShape(problem, sent);
    expect(sent).toMatchObject({ code, status });
    expect(Object.fromEntries(fields)).toMatchObject({
      'content-type': 'application/problem+json',
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
      'x-request-id': sent.request_id,
      'x-content-type-options': 'nosniff',
    });
  });

  it('HTTP/1.0 › needs no Host', async () => {
    expect(await exchange('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('garbage behind a request that is still being answered › leaves that answer the last', async () => {
    const answer = await exchange('GET /health/ready HTTP/1.1\r\nhost: x\r\n\r\nnope\r\n\r\n');
    expect(answer.match(/HTTP\/1\.1 .../g)).toEqual(['HTTP/1.1 200']);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('a caller who has hung up › disturbs nobody', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await new Promise<void>((resolve) => socket.write('GET / HT', () => resolve()));
    socket.resetAndDestroy();
    expect((await server.send({ path: '/health/live' })).status).toBe(200);
  });
});
