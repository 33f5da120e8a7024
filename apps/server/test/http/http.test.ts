import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../harness/test-server.js';

describe('HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.send({ method: 'POST', path: '/v1/sessions', body: { session_id: 's' } });
  });
  afterAll(() => server.stop());

  it('HEAD › answers as GET does, without the body', async () => {
    for (const path of ['/v1/sessions/s', '/v1/sessions', '/v1/sessions/s/window', '/health/live', '/openapi.json']) {
      const get = await server.send({ path });
      const head = await server.send({ method: 'HEAD', path });
      expect([head.status, head.text]).toEqual([200, '']);
      for (const name of ['content-type', 'content-length', 'etag']) {
        expect(head.headers[name]).toBe(get.headers[name]);
      }
    }
  });

  it('OPTIONS › answers 204 with Allow', async () => {
    const answer = await server.send({ method: 'OPTIONS', path: '/v1/sessions/any' });
    expect([answer.status, answer.text, answer.headers.allow]).toEqual([204, '', 'GET, HEAD, PATCH, DELETE, OPTIONS']);
  });

  it('targets in absolute form › are answered as those of the path alone', async () => {
    const ask = (path: string) => server.send({ path }).then(({ status }) => status);
    for (const path of ['/v1/sessions/s', '/v1/sessions?limit=1', '/health/live', '/api/v1/sessions/s']) {
      for (const origin of ['http://x', 'HTTPS://x:8000']) expect(await ask(origin + path)).toBe(200);
    }
    for (const path of ['http://x', 'http://x?y', 'http://x/v1/nope']) {
      expect((await server.send({ path })).json.code).toBe('route_not_found');
    }
  });

  it('request ids › are taken over when they are visible ASCII of at most 128 characters, else new', async () => {
    const ask = async (id?: string | string[]) => {
      const answer = await server.send({ path: '/nope', headers: id === undefined ? {} : { 'x-request-id': id } });
      expect(answer.json.request_id).toBe(answer.headers['x-request-id']);
      return answer.headers['x-request-id'] as string;
    };
    expect(await ask('req-1/ä'.slice(0, 6))).toBe('req-1/');
    expect(await ask('x'.repeat(128))).toBe('x'.repeat(128));
    for (const id of ['x'.repeat(129), 'a b', '', ['a', 'b'], 'é']) expect(await ask(id)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ask()).not.toBe(await ask());
  });

  it('headers › are those of an API, on every kind of answer, and do not name the software', async () => {
    const answers = await Promise.all([
      server.send({ path: '/v1/sessions/s' }),
      server.send({ path: '/nope' }),
      server.send({ method: 'OPTIONS', path: '/v1/users' }),
      server.send({ method: 'DELETE', path: '/v1/sessions/s/messages' }),
    ]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'cache-control': 'private, no-cache',
        'x-request-id': expect.any(String),
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
    }
  });

  it('bodies › may be compressed with gzip, and name their charset', async () => {
    const answer = await server.send({
      method: 'POST',
      path: '/v1/sessions',
      headers: { 'content-encoding': 'gzip', 'content-type': 'Application/JSON; charset="UTF-8"' },
      body: gzipSync(JSON.stringify({ session_id: 'zipped', metadata: { a: 'ü'.repeat(10_000) } })),
    });
    expect(answer.status).toBe(201);
  });

  it('bodies › may be up to the limit', async () => {
    const body = { messages: Array.from({ length: 1_000 }, () => ({ role: 'user', content: 'x'.repeat(5_180) })) };
    const answer = await server.send({ method: 'POST', path: '/v1/sessions/large/messages', body });
    expect([answer.status, answer.json.last_seq]).toEqual([201, 1_000]);
  });

  it('bodies › that are too large get their answer through fetch, too', async () => {
    const answer = await fetch(`${server.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session_id: 'new', metadata: { a: 'x'.repeat(20_000_000) } }),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'body_too_large' });
  });

  it('keys __proto__ and constructor › are ordinary keys of metadata', async () => {
    const path = '/v1/sessions/keys';
    const text = '{"__proto__":{"x":1},"constructor":{"prototype":{"y":2}}}';
    await server.send({ method: 'POST', path: '/v1/sessions', body: `{"session_id":"keys","metadata":${text}}` });
    expect((await server.send({ path })).text).toContain(`"metadata":${text}`);
    const patched = await server.send({
      method: 'PATCH',
      path,
      body: '{"metadata":{"__proto__":{"z":3},"constructor":null}}',
    });
    expect(patched.text).toContain('"metadata":{"__proto__":{"x":1,"z":3}}');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('If-Match › lets a change happen on the version it names, in a list, or on any for *', async () => {
    const path = '/v1/sessions/conditional';
    const created = await server.send({ method: 'POST', path: '/v1/sessions', body: { session_id: 'conditional' } });
    let etag = created.headers.etag as string;
    const change = async (header: string) => {
      const headers = { 'if-match': header };
      const answer = await server.send({ method: 'PATCH', path, headers, body: { metadata: { n: 1 } } });
      expect(answer.status).toBe(200);
      const stale = await server.send({ method: 'PATCH', path, headers: { 'if-match': etag }, body: {} });
      expect([stale.status, stale.json.code]).toEqual([412, 'precondition_failed']);
      etag = answer.headers.etag as string;
    };
    await change(etag);
    await change(`"other" , ${etag},W/"x"`);
    await change('*');
    const calls = [
      { method: 'POST', path: `${path}/messages`, body: { messages: [{ role: 'user', content: 'x' }] } },
      { method: 'DELETE', path: `${path}/messages` },
      { method: 'DELETE', path },
    ];
    etag = created.headers.etag as string;
    for (const call of calls) {
      const current = (await server.send({ path })).headers.etag as string;
      expect((await server.send({ ...call, headers: { 'if-match': etag } })).status).toBe(412);
      expect((await server.send({ ...call, headers: { 'if-match': current } })).status).toBeLessThan(300);
      etag = current;
    }
  });

  it('If-Match › of a change of a message is about its session', async () => {
    const path = '/v1/sessions/message-conditional/messages';
    const body = { messages: [{ role: 'user', content: 'x' }] };
    const added = await server.send({ method: 'POST', path, body });
    const headers = { 'if-match': added.headers.etag as string };
    const call = {
      method: 'PATCH',
      path: `${path}/${added.json.messages[0].uuid}`,
      headers,
      body: { metadata: { n: 1 } },
    };
    expect((await server.send(call)).status).toBe(200);
    const stale = await server.send({ ...call, body: { metadata: { n: 2 } } });
    expect([stale.status, stale.json.code]).toEqual([412, 'precondition_failed']);
    expect((await server.send({ path: call.path })).json.metadata).toEqual({ n: 1 });
  });

  it('Location › leads to what was created, whatever its id', async () => {
    const id = 'ä/b?c#%2F d';
    for (const [collection, field] of [
      ['sessions', 'session_id'],
      ['users', 'user_id'],
    ] as const) {
      const { status, headers } = await server.send({
        method: 'POST',
        path: `/v1/${collection}`,
        body: { [field]: id },
      });
      expect([status, headers.location]).toEqual([201, `/v1/${collection}/%C3%A4%2Fb%3Fc%23%252F%20d`]);
      expect((await server.send({ path: headers.location as string })).json[field]).toBe(id);
    }
  });

  it('If-Match › holds for users', async () => {
    const created = await server.send({ method: 'POST', path: '/v1/users', body: { user_id: 'u' } });
    const headers = { 'if-match': created.headers.etag as string };
    const call = { method: 'PATCH', path: '/v1/users/u', headers, body: { email: 'x' } };
    expect((await server.send(call)).status).toBe(200);
    expect((await server.send(call)).status).toBe(412);
    expect((await server.send({ method: 'DELETE', path: '/v1/users/u', headers })).status).toBe(412);
  });
});
