import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const page = 'https://app.example.org';
const preflight = (path: string, origin = page) => ({
  method: 'OPTIONS',
  path,
  headers: {
    origin,
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'authorization,content-type',
  },
});

function crossOriginFields(headers: object): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-') || name === 'vary');
}

describe('a server for pages of two origins', () => {
  let server: TestServer;
  beforeAll(async () => {
    const config = { corsOrigins: [page, 'http://localhost:3000'], authRequired: true, authSecret: 'secret' };
    server = await startTestServer({ config });
  });
  afterAll(() => server.stop());

  it.for(['/v1/sessions/s', '/api/v1/sessions/s', '/healthz', '/nope'])(
    'answers the preflight of %s without a token',
    async (path) => {
      const answer = await server.send(preflight(path));
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': page,
        'access-control-allow-methods': 'GET,HEAD,POST,PATCH,DELETE',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-max-age': '600',
        vary: 'Origin, Access-Control-Request-Headers',
        'x-request-id': expect.any(String),
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    },
  );

  it.for([
    ['an answer', '/health/ready', 200],
    ['an answer for Zep', '/healthz', 200],
    ['a problem', '/v1/sessions', 401],
    ['a refusal for Zep', '/api/v1/sessions', 401],
    ['a refusal of what is not there', '/nope', 401],
  ] as const)('lets the page read %s', async ([, path, status]) => {
    const answer = await server.send({ path, headers: { origin: page } });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-expose-headers': 'ETag,Location,X-Request-Id,X-Zep-Version,Retry-After',
      vary: 'Origin',
    });
  });

  it('lets the page read an answer without a body', async () => {
    const answer = await server.send({ method: 'HEAD', path: '/openapi.json', headers: { origin: page } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, page]);
  });

  it('names each origin to its own pages only', async () => {
    const ask = async (origin: string) => (await server.send({ path: '/health/live', headers: { origin } })).headers;
    expect(await ask('http://localhost:3000')).toMatchObject({
      'access-control-allow-origin': 'http://localhost:3000',
    });
    for (const origin of ['https://evil.example', `${page}.evil.example`, 'http://localhost', 'null']) {
      expect(await ask(origin)).not.toHaveProperty('access-control-allow-origin');
      expect((await server.send(preflight('/v1/sessions', origin))).headers).not.toHaveProperty(
        'access-control-allow-origin',
      );
      expect(await ask(origin)).toMatchObject({ vary: 'Origin' });
    }
  });
});

describe('a server for the pages of all origins', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ config: { corsOrigins: ['*'] } });
  });
  afterAll(() => server.stop());

  it('names none', async () => {
    const answer = await server.send({ path: '/v1/sessions', headers: { origin: page } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
  });

  it('shows the page the version of what it reads, also when nothing has changed', async () => {
    const made = await server.send({ method: 'POST', path: '/v1/sessions', body: { session_id: 's' } });
    const headers = { origin: page, 'if-none-match': made.headers.etag };
    const answer = await server.send({ path: '/v1/sessions/s', headers });
    expect(answer.status).toBe(304);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', etag: made.headers.etag });
  });

  it('shows the page a list of Zep, which is written in pieces', async () => {
    const answer = await server.send({ path: '/api/v1/sessions', headers: { origin: page } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(answer.headers).toHaveProperty('x-zep-version');
  });

  it('answers an OPTIONS that is no preflight as ever', async () => {
    const answer = await server.send({ method: 'OPTIONS', path: '/v1/sessions', headers: { origin: page } });
    expect([answer.status, answer.headers.allow]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('a server for no pages', () => {
  it('has no such fields, and answers a preflight like any OPTIONS', async () => {
    const server = await startTestServer();
    const options = await server.send(preflight('/v1/sessions'));
    expect([options.status, options.headers.allow]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
    expect(crossOriginFields(options.headers)).toEqual([]);
    expect(crossOriginFields((await server.send({ path: '/v1/sessions', headers: { origin: page } })).headers)).toEqual(
      [],
    );
    await server.stop();
  });
});
