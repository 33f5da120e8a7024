import { describe, expect, it, vi } from 'vitest';
import * as client from '../src/index.js';
import { sessionDocument } from './support/documents.js';
import { type ScriptedAnswer, startScriptedServer } from './support/scripted-server.js';

const { ApiError, NotFoundError, Scrollback, ScrollbackError, UnexpectedAnswerError } = client;

async function failureOf(answer: ScriptedAnswer): Promise<client.ApiError> {
  const server = await startScriptedServer(answer);
  return new Scrollback({ baseUrl: server.url, maxRetries: 0 }).sessions.get('chat').then(
    () => expect.fail('resolved'),
    (error) => error,
  );
}

describe('an error', () => {
  it.each([
    [400, client.BadRequestError],
    [401, client.AuthenticationError],
    [403, client.PermissionDeniedError],
    [404, client.NotFoundError],
    [405, client.MethodNotAllowedError],
    [409, client.ConflictError],
    [412, client.PreconditionFailedError],
    [413, client.PayloadTooLargeError],
    [415, client.UnsupportedMediaTypeError],
    [418, client.ApiError],
    [422, client.UnprocessableError],
    [429, client.RateLimitError],
    [500, client.InternalServerError],
    [503, client.ServiceUnavailableError],
    [507, client.InternalServerError],
  ])('of status %i has its class', async (status, type) => {
    const error = await failureOf({ status });
    expect(error.constructor).toBe(type);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(ScrollbackError);
    expect(error.status).toBe(status);
    expect(type.isInstance(error)).toBe(true);
  });

  it('tells what the problem tells', async () => {
    const body = {
      type: 'urn:scrollback:problem:invalid_request',
      title: 'A title',
      status: 400,
      detail: 'two things are wrong',
      code: 'invalid_request',
      request_id: 'request-7',
      errors: [{ in: 'body', pointer: '/metadata', detail: 'must be a JSON object' }],
    };
    const error = await failureOf({
      status: 400,
      headers: { 'content-type': 'application/problem+json', etag: '"a"' },
      body,
    });
    expect(error).toMatchObject({ code: 'invalid_request', requestId: 'request-7', errors: body.errors });
    expect(error.message).toBe('400 invalid_request: two things are wrong');
    expect(String(error)).toBe('BadRequestError: 400 invalid_request: two things are wrong');
    expect(error.headers.get('etag')).toBe('"a"');
  });

  it.each([
    [
      'HTML',
      { body: '<html><h1>Bad gateway</h1></html>', headers: { 'content-type': 'text/html', 'x-request-id': 'proxy' } },
    ],
    [
      'broken JSON',
      { body: '{"code":', headers: { 'content-type': 'application/problem+json', 'x-request-id': 'proxy' } },
    ],
    ["somebody else's JSON", { body: { code: 'E17', status: 'bad' }, headers: { 'x-request-id': 'proxy' } }],
    ['null', { body: 'null', headers: { 'x-request-id': 'proxy' } }],
  ])('that is %s has no code, and shows what came', async (_, answer) => {
    const error = await failureOf({ status: 502, ...answer });
    expect(error).toMatchObject({ code: undefined, requestId: 'proxy', errors: [] });
    expect(error.message).toContain(typeof answer.body === 'string' ? answer.body : 'E17');
  });

  it('that is empty says so', async () => {
    expect((await failureOf({ status: 502 })).message).toBe('502 (empty)');
  });
});

describe('an answer that is not the one of the operation', () => {
  it.each([
    ['HTML under 200', { status: 200, body: '<html>log in</html>' }],
    ['nothing under 200', { status: 200 }],
    ['a number', { status: 200, body: '17' }],
    ['null', { status: 200, body: 'null' }],
    ['another success', { status: 202, body: sessionDocument('chat') }],
  ])('is refused when it is %s', async (_, answer) => {
    expect(await failureOf(answer)).toBeInstanceOf(UnexpectedAnswerError);
  });

  it.each([301, 302, 303, 307, 308])('is refused when it redirects by %i, and nobody follows', async (status) => {
    const server = await startScriptedServer({ status, headers: { location: '/elsewhere' } });
    const call = new Scrollback({ baseUrl: server.url }).messages.add('chat', {
      messages: [{ role: 'user', content: 'hello' }],
    });
    await expect(call).rejects.toThrow(`${status} a redirect (to /elsewhere): put its target into baseUrl`);
    expect(server.requests).toHaveLength(1);
  });

  it('is refused when a page is none', async () => {
    const server = await startScriptedServer({ body: { data: {}, next_cursor: null } }, { body: { data: [] } });
    const client = new Scrollback({ baseUrl: server.url });
    await expect(client.sessions.list()).rejects.toThrow(UnexpectedAnswerError);
    await expect(client.sessions.list()).rejects.toThrow(UnexpectedAnswerError);
  });
});

describe('isInstance', () => {
  it('knows errors of another copy of the package, by their class', async () => {
    vi.resetModules();
    const copy = await import('../src/index.js');
    const error = new copy.NotFoundError('404', { status: 404, headers: new Headers() });
    expect(error).not.toBeInstanceOf(NotFoundError);
    expect(NotFoundError.isInstance(error)).toBe(true);
    expect(ApiError.isInstance(error)).toBe(true);
    expect(ScrollbackError.isInstance(error)).toBe(true);
    expect(client.ConflictError.isInstance(error)).toBe(false);
  });

  it('knows nothing else', () => {
    const look = Object.assign(new Error(), { name: 'NotFoundError' });
    for (const other of [undefined, null, 'NotFoundError', look, {}, () => {}]) {
      expect(NotFoundError.isInstance(other)).toBe(false);
    }
  });

  it('knows that 503 is a kind of 5xx, and a time-out a kind of lost connection', () => {
    const unavailable = new client.ServiceUnavailableError('503', { status: 503, headers: new Headers() });
    expect(client.InternalServerError.isInstance(unavailable)).toBe(true);
    expect(client.ConnectionError.isInstance(new client.TimeoutError('late'))).toBe(true);
  });
});
