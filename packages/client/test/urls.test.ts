import { describe, expect, it } from 'vitest';
import { Scrollback } from '../src/index.js';
import { sessionDocument } from './support/documents.js';
import { startScriptedServer } from './support/scripted-server.js';

const hostileIds = [
  'a/b',
  '/',
  '//',
  'a?b=c',
  'a#b',
  '%',
  '%2e',
  '%2E%2E',
  '%2F',
  '%00',
  '...',
  '. ',
  ' ..',
  '.;',
  '\\..\\',
  'a+b c',
  ';v=1',
  ':',
  '*',
  '{session_id}',
  '$&',
  '@host:80',
  '"\'<>`|^',
  '\u0000',
  '\t\r\n',
  '\u007f',
  '\u2028',
  '\ufeff',
  '\ufffd',
  'é',
  'e\u0301',
  '東京',
  '👩‍👩‍👧',
  '\u{10ffff}',
  '__proto__',
  'constructor',
  'restore',
  'x'.repeat(1_024),
  '€'.repeat(341),
];

const unsendable: [string, string][] = [
  ['the empty string', ''],
  ['one dot', '.'],
  ['two dots', '..'],
  ['half a surrogate pair', 'a\ud800b'],
  ['the other half', '\udc00'],
];

const client = new Scrollback({ fetch: () => Promise.reject(new Error('this must not be sent')) });

describe('an id in a path', () => {
  it.each(hostileIds)('%j arrives as it is', async (id) => {
    const server = await startScriptedServer({ body: sessionDocument(id) });
    await new Scrollback({ baseUrl: server.url }).messages.get(id, id);
    const { pathname, search } = new URL(server.requests[0]?.url ?? '', server.url);
    expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', 'sessions', id, 'messages', id]);
    expect(search).toBe('');
  });

  it.each(unsendable)('is refused before anything is sent when it is %s', async (_, id) => {
    const { sessions, messages, users } = client;
    const calls = [
      () => sessions.get(id),
      () => sessions.update(id, {}),
      () => sessions.delete(id),
      () => sessions.restore(id),
      () => sessions.window(id),
      () => messages.add(id, { messages: [] }),
      () => messages.list(id),
      () => messages.get(id, 'uuid'),
      () => messages.get('chat', id),
      () => messages.update('chat', id, { metadata: null }),
      () => messages.clear(id),
      () => users.get(id),
      () => users.update(id, {}),
      () => users.delete(id),
      () => users.sessions(id),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(TypeError);
  });

  it('is refused with its name when it is no string', async () => {
    await expect(client.users.get(undefined as never)).rejects.toThrow('user_id has to be a string, not undefined');
    await expect(client.users.get(17 as never)).rejects.toThrow('user_id has to be a string, not number');
  });
});

describe('a query', () => {
  it.each(hostileIds)('carries %j as it is', async (id) => {
    const server = await startScriptedServer({ body: { data: [], next_cursor: null } });
    await new Scrollback({ baseUrl: server.url }).sessions.list({ user_id: id, limit: 2 });
    const { searchParams } = new URL(server.requests[0]?.url ?? '', server.url);
    expect([...searchParams]).toEqual([
      ['user_id', id],
      ['limit', '2'],
    ]);
  });

  it('leaves out what is undefined or null, and its question mark when nothing is left', async () => {
    const server = await startScriptedServer({ body: { data: [], next_cursor: null } });
    await new Scrollback({ baseUrl: server.url }).sessions.list({ cursor: null, limit: undefined } as never);
    expect(server.requests[0]?.url).toBe('/v1/sessions');
  });

  it('is refused when it holds half a surrogate pair, which would arrive as another character', async () => {
    await expect(client.sessions.list({ user_id: '\ud800' })).rejects.toThrow(TypeError);
  });
});

describe('baseUrl', () => {
  it.each([
    ['', '/v1/users/ada'],
    ['/', '/v1/users/ada'],
    ['/memory', '/memory/v1/users/ada'],
    ['/memory/a%20b//', '/memory/a%20b/v1/users/ada'],
  ])('may end in %j', async (prefix, url) => {
    const server = await startScriptedServer({ body: {} });
    await new Scrollback({ baseUrl: server.url + prefix }).users.get('ada');
    await new Scrollback({ baseUrl: new URL(server.url + prefix) }).users.get('ada');
    expect(server.requests.map((request) => request.url)).toEqual([url, url]);
  });

  it('is http://127.0.0.1:8000 unless given', async () => {
    const asked: string[] = [];
    const answer = (url: string) => {
      asked.push(url);
      return Promise.resolve(new Response('{}'));
    };
    await new Scrollback({ fetch: answer }).users.get('ada');
    expect(asked).toEqual(['http://127.0.0.1:8000/v1/users/ada']);
  });

  it.each([
    '',
    'localhost',
    'localhost:8000',
    '/memory',
    'ftp://host',
    'http://a:b@host',
    'http://host?a=b',
    'http://host#a',
  ])('cannot be %j', (baseUrl) => {
    expect(() => new Scrollback({ baseUrl })).toThrow(TypeError);
  });
});
