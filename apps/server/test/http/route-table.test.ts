import { describe, expect, it } from 'vitest';
import { createRouteTable } from '../../src/http/route-table.js';

describe('the table of routes', () => {
  const table = createRouteTable<string>();
  table.add('GET', '/v1/sessions', 'list');
  table.add('POST', '/v1/sessions', 'create');
  table.add('GET', '/v1/sessions/:id', 'get');
  table.add('GET', '/v1/sessions/memory', 'never reached');
  table.add('GET', '/v1/sessions/:id/messages/:uuid', 'message');

  it.each([
    ['GET', '/v1/sessions', 'list', {}],
    ['GET', '/v1/sessions?limit=/v1/x', 'list', {}],
    ['HEAD', '/v1/sessions', 'list', {}],
    ['POST', '/v1/sessions', 'create', {}],
    ['GET', '/v1/sessions/a', 'get', { id: 'a' }],
    ['GET', '/v1/sessions/memory', 'get', { id: 'memory' }],
    ['GET', '/v1/sessions/a%2Fb%20c', 'get', { id: 'a%2Fb%20c' }],
    ['GET', '/v1/sessions/__proto__', 'get', { id: '__proto__' }],
    ['GET', '/v1/sessions/a/messages/b', 'message', { id: 'a', uuid: 'b' }],
  ])('%s %s is %s', (method, url, entry, params) => {
    expect(table.find(method, url)).toEqual({ entry, params });
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
  ])('%s %s is left to others', (method, url) => {
    expect(table.find(method, url)).toBeUndefined();
  });
});
