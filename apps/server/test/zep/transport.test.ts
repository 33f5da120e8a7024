import { describe, expect, it } from 'vitest';
import { describeZep, expectError, newId } from './zep.js';

describeZep('1.1 transport', (zep) => {
  describe('1.1 methods', () => {
    it.each([
      ['DELETE', '/sessions', ['GET', 'POST']],
      ['PATCH', '/sessions', ['GET', 'POST']],
      ['DELETE', '/sessions/x', ['GET', 'PATCH']],
      ['POST', '/sessions/x', ['GET', 'PATCH']],
      ['PUT', '/sessions/x', ['GET', 'PATCH']],
      ['PATCH', '/sessions/x/memory', ['DELETE', 'GET', 'POST']],
      ['POST', '/sessions/x/messages', ['GET']],
      ['DELETE', '/sessions/x/messages', ['GET']],
      ['DELETE', '/sessions/x/messages/7b9a5c1e-0000-4000-8000-000000000000', ['GET', 'PATCH']],
      ['GET', '/sessions/x/search', ['POST']],
      ['PUT', '/user', ['GET', 'POST']],
      ['POST', '/user/x', ['DELETE', 'GET', 'PATCH']],
      ['POST', '/user/x/sessions', ['GET']],
    ])('1.1 methods › %s %s is 405, empty, with one Allow header', async (method, path, allowed) => {
      const answer = await zep.send({ method, path: `/api/v1${path}` });
      expect([answer.status, answer.text]).toEqual([405, '']);
      const named = (answer.headers.allow ?? '').split(/, */).filter((name) => name !== 'HEAD');
      expect(named.sort()).toEqual(allowed);
      expect(answer.headers['x-zep-version']).toMatch(/^0\.27\.2-/);
    });

    it('1.1 CORS › OPTIONS is 405 while CORS is off', async () => {
      const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
      const answer = await zep.send({ method: 'OPTIONS', path: '/api/v1/sessions', headers });
      expect(answer.status).toBe(405);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    });

    it('1.1 methods › HEAD answers like GET, without the body', async () => {
      const id = await zep.createSession();
      for (const path of ['/sessions', `/sessions/${id}`, `/sessions/${id}/memory`, `/sessions/${id}/messages`]) {
        const [head, get] = [await zep.send({ method: 'HEAD', path: `/api/v1${path}` }), await zep.get(path)];
        expect([head.status, head.text]).toEqual([200, '']);
        expect(head.headers['content-type']).toBe(get.headers['content-type']);
      }
      expect((await zep.send({ method: 'HEAD', path: '/api/v1/sessions/unknown' })).status).toBe(404);
    });
  });

  it.each([
    ['repeated slashes', '/api/v1//sessions///ID'],
    ['repeated slashes before the base', '//api//v1/sessions/ID'],
    ['one trailing slash', '/api/v1/sessions/ID/'],
    ['a `.` segment', '/api/v1/./sessions/./ID'],
    ['a `..` segment', '/api/v1/user/../sessions/other/../ID'],
  ])('1.1 path cleaning › %s', async (_, path) => {
    const id = await zep.createSession();
    const answer = await zep.send({ path: path.replace('ID', id) });
    expect([answer.status, answer.json.session_id]).toEqual([200, id]);
  });

  it('1.1 path cleaning › a trailing slash is ignored behind each route', async () => {
    const id = await zep.createSession();
    for (const path of ['/sessions/', `/sessions/${id}/memory/`, `/sessions/${id}/messages/`, '/user/', '/collection/'])
      expect((await zep.get(path)).status, path).toBe(200);
    expect((await zep.post('/sessions/', { session_id: newId() })).status).toBe(201);
  });

  it('1.1 path cleaning › /sessions//memory is the session `memory`', async () => {
    expectError(await zep.get('/sessions//memory'), 404, 'not found');
    await zep.post('/sessions', { session_id: 'memory' });
    expect((await zep.get('/sessions//memory')).json.session_id).toBe('memory');
    expect((await zep.delete('/sessions//memory')).status).toBe(405);
    expect((await zep.get('/sessions/memory')).status).toBe(200);
  });

  it.each([
    '/api/v1',
    '/api/v1/',
    '/api/v1/nothing',
    '/api/v1/sessions/x/nothing',
    '/api/v1/sessions/x/memory/y',
    '/api/v1/users',
  ])('1.1 unknown path › %s is 404', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE'])
      expectError(await zep.send({ method, path }), 404, '404 page not found');
  });

  it.each(['/admin', '/admin/sessions', '/static/main.css'])('1.1 admin UI › %s is left out', async (path) => {
    expect((await zep.send({ path })).status).toBe(404);
  });

  it('1.1 API base › the native surface is still there, and answers as itself', async () => {
    const answer = await zep.send({ path: '/v1/sessions/unknown' });
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect((await zep.send({ path: '/health/live' })).status).toBe(200);
  });

  it('1.1 API base › paths are case-sensitive, `/user` and `/collection` singular', async () => {
    for (const path of ['/Sessions', '/users', '/collections', '/USER'])
      expectError(await zep.get(path), 404, '404 page not found');
  });
});

describeZep('1.4 health and version', (zep) => {
  it.each([
    ['GET', '/healthz', 200],
    ['GET', '/healthz/', 200],
    ['GET', '//healthz', 200],
    ['GET', '/HealthZ', 200],
    ['HEAD', '/healthz', 200],
    ['POST', '/healthz', 404],
    ['GET', '/healthz/x', 404],
  ])('1.4 health › %s %s is %i', async (method, path, status) => {
    const answer = await zep.send({ method, path });
    expect(answer.status).toBe(status);
  });

  it('1.4 health › the body is the byte `.` as plain text, without it for HEAD', async () => {
    const answer = await zep.send({ path: '/healthz' });
    expect([answer.text, answer.headers['content-type']]).toEqual(['.', 'text/plain; charset=utf-8']);
    expect((await zep.send({ method: 'HEAD', path: '/healthz' })).text).toBe('');
  });

  it('1.4 version › X-Zep-Version is on each answer, and names no development build', async () => {
    const id = await zep.createSession();
    const answers = [
      await zep.send({ path: '/healthz' }),
      await zep.get('/sessions'),
      await zep.post(`/sessions/${id}/memory`, {}),
      await zep.get('/sessions/unknown'),
      await zep.get('/nothing'),
      await zep.post('/sessions', '{'),
      await zep.delete('/sessions'),
      await zep.get('/sessions/%zz'),
      await zep.post('/collection/x', {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404, 400, 405, 400, 501]);
    for (const { headers } of answers) expect(headers['x-zep-version']).toBe('0.27.2-scrollback');
  });
});
