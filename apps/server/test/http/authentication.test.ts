import type { OutgoingHttpHeaders } from 'node:http';
import { nativeContract } from '@scrollback/contract';
import { type AppRouter, isAppRoute } from '@ts-rest/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthenticator } from '../../src/http/authentication.js';
import { RequestFault } from '../../src/http/request-fault.js';
import { signToken, type Token } from '../harness/sign-token.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const secret = 'a secret — of more than 32 bytes ✓';
const now = Math.floor(Date.now() / 1_000);
const hour = 3_600;

const sign = (token: Partial<Token> = {}) => signToken({ secret, ...token });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const good = sign();
const [head, body, signature] = good.split('.') as [string, string, string];

describe('a request with', () => {
  const check = createAuthenticator({ secret });
  type Row = readonly [string, { readonly authorization?: string; readonly cookie?: string }];

  const accepted: readonly Row[] = [
    ['a bearer token', bearer(good)],
    ['the scheme in small letters', { authorization: `bearer ${good}` }],
    ['the scheme in mixed letters', { authorization: `bEaReR ${good}` }],
    ['more blanks before the token', { authorization: `Bearer   ${good}` }],
    ['the cookie jwt', { cookie: `jwt=${good}` }],
    ['the cookie jwt among others', { cookie: `xjwt=1; theme=dark;jwt=${good}; a="b"` }],
    ['the cookie jwt in quotes', { cookie: `jwt="${good}"` }],
    ['the cookie behind another scheme', { authorization: `Api-Key ${good}`, cookie: `jwt=${good}` }],
    ['the cookie behind an empty bearer token', { authorization: 'Bearer', cookie: `jwt=${good}` }],
    ['a header field typ', bearer(sign({ header: { alg: 'HS256', typ: 'JWT' } }))],
    ['a kid that nobody knows', bearer(sign({ header: { alg: 'HS256', kid: 'other' } }))],
    [
      'claims that nobody looks at',
      bearer(sign({ payload: { iss: 'x', aud: ['y'], sub: 'z', admin: false, jti: 1 } })),
    ],
    ['exp in the future', bearer(sign({ payload: { exp: now + hour } }))],
    ['exp with a fraction', bearer(sign({ payload: { exp: now + hour + 0.5 } }))],
    ['exp 0, which was never set', bearer(sign({ payload: { exp: 0 } }))],
    ['nbf in the past', bearer(sign({ payload: { nbf: now - hour } }))],
    ['iat in the past', bearer(sign({ payload: { iat: now - hour } }))],
  ];
  it.for(accepted)('%s › passes', async ([, headers]) => {
    await expect(check(headers)).resolves.toBeUndefined();
  });

  const refused: readonly (readonly [...Row, string])[] = [
    ['nothing', {}, 'no token found'],
    ['an empty header', { authorization: '' }, 'no token found'],
    ['an empty token', { authorization: 'Bearer' }, 'no token found'],
    ['an empty token behind a blank', { authorization: 'Bearer ' }, 'no token found'],
    ['another scheme', { authorization: `Api-Key ${good}` }, 'no token found'],
    ['no scheme', { authorization: good }, 'no token found'],
    ['an empty cookie', { cookie: 'jwt=' }, 'no token found'],
    ['another cookie', { cookie: `JWT=${good}; xjwt=${good}` }, 'no token found'],
    ['the signature of another secret', bearer(signToken({ secret: 'other' })), 'token is unauthorized'],
    ['no signature', bearer(`${head}.${body}.`), 'token is unauthorized'],
    ['a signature cut short', bearer(good.slice(0, -2)), 'token is unauthorized'],
    ['another payload', bearer(`${head}.e30x.${signature}`), 'token is unauthorized'],
    ['one part', bearer('hello'), 'token is unauthorized'],
    ['two parts', bearer(`${head}.${body}`), 'token is unauthorized'],
    ['four parts', bearer(`${good}.x`), 'token is unauthorized'],
    ['two tokens', bearer(`${good} ${good}`), 'token is unauthorized'],
    ['letters beyond ASCII', bearer(`é${good}`), 'token is unauthorized'],
    ['a header that is no JSON', bearer(`e3s.${body}.${signature}`), 'token is unauthorized'],
    ['HS384', bearer(sign({ header: { alg: 'HS384' }, hash: 'sha384' })), 'token is unauthorized'],
    ['HS512', bearer(sign({ header: { alg: 'HS512' }, hash: 'sha512' })), 'token is unauthorized'],
    ['none', bearer(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`), 'token is unauthorized'],
    ['no algorithm', bearer(sign({ header: {} })), 'token is unauthorized'],
    [
      'the secret taken for base64',
      bearer(signToken({ secret: Buffer.from(secret).toString('base64') })),
      'token is unauthorized',
    ],
    [
      'a header that has to be understood',
      bearer(sign({ header: { alg: 'HS256', crit: ['x'], x: 1 } })),
      'token is unauthorized',
    ],
    ['a payload that is an array', bearer(sign({ payload: [] })), 'token is unauthorized'],
    ['a payload that is null', bearer(sign({ payload: null })), 'token is unauthorized'],
    ['a payload that is text', bearer(sign({ payload: '"x"' })), 'token is unauthorized'],
    ['a payload that is no JSON', bearer(sign({ payload: '{' })), 'token is unauthorized'],
    ['an empty payload', bearer(sign({ payload: '' })), 'token is unauthorized'],
    ['exp as text', bearer(sign({ payload: { exp: 'tomorrow' } })), 'token is unauthorized'],
    ['exp null', bearer(sign({ payload: { exp: null } })), 'token is unauthorized'],
    ['exp beyond any number', bearer(sign({ payload: '{"exp":1e999}' })), 'token is unauthorized'],
    ['nbf as text', bearer(sign({ payload: { nbf: 'x' } })), 'token is unauthorized'],
    ['iat as an object', bearer(sign({ payload: { iat: {} } })), 'token is unauthorized'],
    ['exp in the past', bearer(sign({ payload: { exp: now - 1 } })), 'token is expired'],
    ['exp before 1970', bearer(sign({ payload: { exp: -1 } })), 'token is expired'],
    ['nbf in the future', bearer(sign({ payload: { nbf: now + hour } })), 'token nbf validation failed'],
    ['iat in the future', bearer(sign({ payload: { iat: now + hour } })), 'token iat validation failed'],
    [
      'iat and nbf in the future, exp in the past',
      bearer(sign({ payload: { iat: now + hour, exp: 1, nbf: now + hour } })),
      'token iat validation failed',
    ],
    [
      'exp in the past and nbf in the future',
      bearer(sign({ payload: { exp: 1, nbf: now + hour } })),
      'token is expired',
    ],
    ['a bad token before a good cookie', { ...bearer('x'), cookie: `jwt=${good}` }, 'token is unauthorized'],
  ];
  it.for(refused)('%s › is refused', async ([, headers, text]) => {
    const fault: unknown = await check(headers).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(RequestFault);
    expect(fault).toMatchObject({ code: 'unauthorized', message: text });
    // A logger prints causes, and those of the library can hold parts of the token.
    expect(fault).not.toHaveProperty('cause');
  });

  it('times at their very second › has no leeway', async () => {
    vi.useFakeTimers({ now: 1_800_000_000_999, toFake: ['Date'] });
    try {
      const at = (payload: object) => check(bearer(sign({ payload })));
      const second = 1_800_000_000;
      await expect(at({ exp: second + 1, nbf: second, iat: second })).resolves.toBeUndefined();
      await expect(at({ exp: second })).rejects.toThrow('token is expired');
      await expect(at({ nbf: second + 1 })).rejects.toThrow('token nbf validation failed');
      await expect(at({ iat: second + 1 })).rejects.toThrow('token iat validation failed');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a secret', () => {
  it('may be a single letter', async () => {
    await expect(createAuthenticator({ secret: 'x' })(bearer(signToken({ secret: 'x' })))).resolves.toBeUndefined();
  });

  it.for(['', 'do-not-use-this-secret-in-production'])('"%s" › is none', (useless) => {
    expect(() => createAuthenticator({ secret: useless })).toThrow(TypeError);
  });
});

describe('a server that takes tokens', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ config: { authRequired: true, authSecret: secret }, logLevel: 'trace' });
  });
  afterAll(() => server.stop());

  const routes = routesOf(nativeContract).map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, 'x') }));
  const isOpen = ({ path }: { path: string }) => !path.startsWith('/v1/');

  it.for(routes.filter(isOpen))('$method $path › takes none', async (call) => {
    expect((await server.send(call)).status).toBe(200);
    expect((await server.send({ ...call, headers: bearer('bad') })).status).toBe(200);
  });

  it.for(routes.filter((route) => !isOpen(route)))('$method $path › is a problem without one', async (call) => {
    const answer = await server.send(call);
    expect([answer.status, answer.headers['content-type']]).toEqual([401, 'application/problem+json']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json).toMatchObject({
      type: 'urn:scrollback:problem:unauthorized',
      code: 'unauthorized',
      status: 401,
      detail: 'no token found',
      request_id: answer.headers['x-request-id'],
    });
    expect((await server.send({ ...call, headers: bearer(good) })).status).not.toBe(401);
  });

  it('says nothing of what there is under a path, or of what is wrong with a body', async () => {
    const calls = [
      { path: '/' },
      { path: '/nope' },
      { method: 'POST', path: '/health/live' },
      { path: '/v1' },
      { path: '/v1/nope' },
      { method: 'PUT', path: '/v1/sessions' },
      { method: 'OPTIONS', path: '/v1/sessions' },
      { method: 'HEAD', path: '/v1/sessions' },
      { method: 'POST', path: '/v1/sessions', body: '{' },
      { path: '/v1/sessions?limit=x' },
      { path: '/v1/sessions/%ff' },
    ];
    for (const call of calls) expect([call, (await server.send(call)).status]).toEqual([call, 401]);
  });

  it('takes no token from the query', async () => {
    const answer = await server.send({ path: `/v1/sessions?jwt=${good}` });
    expect([answer.status, answer.json.detail]).toEqual([401, 'no token found']);
  });

  it('stores nothing for who has none', async () => {
    const call = { method: 'POST', path: '/v1/sessions', body: { session_id: 'mine' } };
    expect((await server.send(call)).status).toBe(401);
    expect((await server.send({ ...call, headers: bearer(good) })).status).toBe(201);
  });

  it('logs nothing of a token, wherever it stands, good or bad', async () => {
    const bad = `${head}.e30x.${signature}`;
    const count = server.log.length;
    await server.send({ path: '/v1/sessions', headers: { ...bearer(good), cookie: `jwt=${bad}` } });
    await server.send({ path: '/v1/sessions', headers: { ...bearer(bad), cookie: `jwt=${good}` } });
    await server.send({ path: `/v1/sessions?limit=1&jwt=${good}&order=asc` });
    const lines = server.log.slice(count).map((line) => JSON.parse(line));
    expect(lines.map(({ req, res }) => `${res.statusCode} ${req.url}`)).toEqual([
      '200 /v1/sessions',
      '401 /v1/sessions',
      '401 /v1/sessions?limit=1&jwt=…&order=asc',
    ]);
    expect(server.log.join('')).not.toMatch(/bearer|eyJ/i);
    expect(server.log.join('')).not.toContain(secret);
  });
});

describe('the surface of Zep', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ config: { authRequired: true, authSecret: secret } });
  });
  afterAll(() => server.stop());

  const flaws: readonly (readonly [string, OutgoingHttpHeaders])[] = [
    ['no token found', {}],
    ['no token found', { authorization: `Api-Key ${good}` }],
    ['token is unauthorized', bearer('x')],
    ['token is expired', bearer(sign({ payload: { exp: 1 } }))],
    ['token nbf validation failed', bearer(sign({ payload: { nbf: now + hour } }))],
    ['token iat validation failed', bearer(sign({ payload: { iat: now + hour } }))],
  ];
  it.for(flaws)('says %s as a line of text', async ([text, headers]) => {
    const answer = await server.send({ path: '/api/v1/sessions', headers });
    expect([answer.status, answer.text]).toEqual([401, `${text}\n`]);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-zep-version': expect.stringMatching(/^0\.27\.2-/),
    });
    expect(answer.headers).not.toHaveProperty('www-authenticate');
  });

  it.for([
    ['GET', '/api/v1/nope'],
    ['PUT', '/api/v1/sessions'],
    ['OPTIONS', '/api/v1/sessions'],
    ['GET', '/api/v1'],
    ['GET', '/api/v1/sessions/%zz'],
    ['GET', '//api//v1/sessions'],
    ['GET', '/api/v1/healthz'],
    ['GET', '/api/v1/x/../../../v1/sessions'],
  ] as const)('%s %s › is 401 before it is anything else', async ([method, path]) => {
    expect((await server.send({ method, path })).status).toBe(401);
  });

  it('takes a token in the header or in the cookie', async () => {
    for (const headers of [
      bearer(good),
      { cookie: `jwt=${good}` },
      { authorization: 'Api-Key x', cookie: `jwt=${good}` },
    ]) {
      expect((await server.send({ path: '/api/v1/sessions', headers })).status).toBe(200);
    }
    expect((await server.send({ path: `/api/v1/sessions?jwt=${good}` })).status).toBe(401);
  });

  it('tells without one that it is alive', async () => {
    const answer = await server.send({ path: '/healthz', headers: bearer('bad') });
    expect([answer.status, answer.text]).toEqual([200, '.']);
  });
});

describe('a server that takes no tokens', () => {
  it('does not look at them', async () => {
    const server = await startTestServer();
    const headers = { ...bearer('bad'), cookie: 'jwt=bad' };
    expect((await server.send({ path: '/v1/sessions', headers })).status).toBe(200);
    expect((await server.send({ path: '/api/v1/sessions', headers })).status).toBe(200);
    await server.stop();
  });

  it('refuses to start when it should and has no secret', async () => {
    await expect(startTestServer({ config: { authRequired: true } })).rejects.toThrow(
      'the secret of the tokens must not be empty',
    );
  });
});

function routesOf(router: AppRouter): { readonly method: string; readonly path: string }[] {
  return Object.values(router).flatMap((entry) => (isAppRoute(entry) ? [entry] : routesOf(entry)));
}
