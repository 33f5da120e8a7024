import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Call } from '../harness/send.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const json = { 'content-type': 'application/json' };

describe('a request that goes through Express, because each is logged', () => {
  let direct: TestServer;
  let logged: TestServer;
  beforeAll(async () => {
    direct = await startTestServer();
    logged = await startTestServer({ logLevel: 'debug' });
  });
  afterAll(async () => {
    await direct.stop();
    await logged.stop();
  });

  it.for<Call>([
    { path: '/health' },
    { path: '/healthz' },
    { path: '/HEALTHZ/' },
    { path: '/v1/sessions/missing' },
    { path: '/v1/sessions/missing', method: 'HEAD' },
    { path: '/v1/sessions/a%zz' },
    { path: '/v1/sessions/%00' },
    { path: '/v1/sessions?limit=0' },
    { path: '/v1/sessions?limit=%zz' },
    { path: '/v1/sessions/', method: 'GET' },
    { path: '/v1/sessions', method: 'OPTIONS' },
    { path: '/v1/sessions', method: 'PUT' },
    { path: '/v1/sessions/s/messages', method: 'POST' },
    { path: '/v1/sessions/s/messages', method: 'POST', headers: json, body: '{"messages":' },
    { path: '/v1/sessions/s/messages', method: 'POST', headers: json, body: '{"messages":[{"role":1}]}' },
    { path: '/v1/sessions/s/messages', method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' },
    { path: '/nope' },
    { path: '/' },
    { path: '/api/v1/sessions/missing' },
    { path: '/api/v1/sessions/a%2' },
    { path: '/api/v1//sessions/./missing/' },
    { path: '/api/v1/sessions/missing/memory' },
    { path: '/api/v1/sessions/missing/memory?lastn=-1' },
    { path: '/api/v1/sessions/s/memory', method: 'POST', headers: json, body: '{"messages":[1]}' },
    {
      path: '/api/v1/sessions/s/memory',
      method: 'POST',
      headers: { ...json, 'sec-fetch-site': 'cross-site' },
      body: '{}',
    },
    { path: '/api/v1/sessions/s', method: 'PUT' },
    { path: '/api/v1/collection/x' },
    { path: '/api/v1/nope' },
  ])('is answered as any other: $method $path', async (call) => {
    const [first, second] = [await direct.send(call), await logged.send(call)];
    expect(withoutOwn(second.headers)).toEqual(withoutOwn(first.headers));
    expect([second.status, withoutIds(second)]).toEqual([first.status, withoutIds(first)]);
  });
});

function withoutOwn(headers: object): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !['date', 'x-request-id'].includes(name)));
}

/** Ids of requests stand in problems, too. */
function withoutIds({ text }: Answer): string {
  return text.replace(/[0-9a-f-]{36}/g, '<id>');
}
