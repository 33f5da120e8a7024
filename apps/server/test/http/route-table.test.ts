import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { createRouteTable } from '../../src/http/route-table.js';

describe('the table of routes', () => {
  const { registry, dispatch } = createRouteTable();
  const note =
    (name: string): RequestHandler =>
    (request) => {
      (request as Request & { seen: unknown }).seen = { name, params: request.params };
    };
  registry.get('/v1/sessions', note('list'));
  registry.post('/v1/sessions', note('create'));
  registry.get('/v1/sessions/:id', note('get'));
  registry.get('/v1/sessions/memory', note('never reached'));
  registry.get('/v1/sessions/:id/messages/:uuid', (_request, _response, next) => next(), note('message'));
  registry.get('/fails/:how', async ({ params }) => {
    throw new Error(params.how);
  });
  registry.get('/throws', () => {
    throw new Error('at once');
  });

  const ask = (method: string, url: string) =>
    new Promise<unknown>((resolve) => {
      const request = { method, url } as Request & { seen?: unknown };
      const next: NextFunction = (error?: unknown) => resolve(error ?? 'next');
      dispatch(request, {} as Response, next);
      if (request.seen !== undefined) resolve(request.seen);
    });

  it.each([
    ['GET', '/v1/sessions', 'list', {}],
    ['GET', '/v1/sessions?limit=/v1/x', 'list', {}],
    ['HEAD', '/v1/sessions', 'list', {}],
    ['POST', '/v1/sessions', 'create', {}],
    ['GET', '/v1/sessions/a', 'get', { id: 'a' }],
    ['GET', '/v1/sessions/memory', 'get', { id: 'memory' }],
    ['GET', '/v1/sessions/a%2Fb%20c', 'get', { id: 'a/b c' }],
    ['GET', '/v1/sessions/__proto__', 'get', { id: '__proto__' }],
    ['GET', '/v1/sessions/a/messages/b', 'message', { id: 'a', uuid: 'b' }],
  ])('%s %s is %s', async (method, url, name, params) => {
    expect(await ask(method, url)).toEqual({ name, params });
  });

  it.each([
    ['GET', '/v1/sessions/'],
    ['GET', '/V1/sessions'],
    ['GET', '/v1//a'],
    ['GET', '/v1/sessions/a/messages/'],
    ['DELETE', '/v1/sessions'],
    ['constructor', '/v1/sessions'],
    ['GET', '/'],
    ['GET', ''],
    ['GET', '*'],
  ])('%s %s is left to others', async (method, url) => {
    expect(await ask(method, url)).toBe('next');
  });

  it('throws what a handler throws and what cannot be decoded, and hands on what one rejects with', async () => {
    expect(await ask('GET', '/fails/later')).toEqual(new Error('later'));
    expect(() => dispatch({ method: 'GET', url: '/v1/sessions/%zz' } as Request, {} as Response, () => {})).toThrow(
      URIError,
    );
    expect(() => dispatch({ method: 'GET', url: '/throws' } as Request, {} as Response, () => {})).toThrow('at once');
  });
});
