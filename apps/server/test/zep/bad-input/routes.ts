import type { Call } from '../../harness/send.js';
import { known, message, nested, patch, post, type Row, remove, titleOf } from './row.js';

const { session, trashed, uuid, withLineBreak } = known;
const notFound = /^404 page not found\n$/;

/** Whole paths. */
const unknownPaths = [
  ...['/api/v1', '/api/v1/', '/api/v1//', '/api/v1/.', '/api/v1/..', '/api/v1/x', '/api/v1/Sessions', '/api/v1/users'],
  ...['/API/V1/sessionz', '/api/v1/sessions%2Fs1', '/api/v1/%73essions', '/api/v1/sessions%00', '/api/v1/sessions%'],
  ...[`/api/v1/sessions/${session}/x`, `/api/v1/sessions/${session}/Memory`, `/api/v1/sessions/${session}/memory/x`],
  ...[`/api/v1/sessions/${session}/messages/${uuid}/x`, `/api/v1/sessions/${session}/search/x`, '/api/v1/user/u1/x'],
  ...['/api/v1/__proto__', '/api/v1/constructor', '/api/v1/healthz', '/api/v1/v1/sessions', '/api/v1/api/v1/sessions'],
  ...['/api/v1/../../v1/sessions', '/api/v1/../../health/live', '/api/v1/../../openapi.json', '/api/v1/../..'],
  ...['/api/v1/..%2F..%2Fetc%2Fpasswd', '/api/v1/\\..\\x'],
  ...['http://x/api/v1/nope', 'http://x//api//v1', '/api/v1?x', '/api/v1/?/sessions'],
  `/api/v1${'/'.repeat(14_000)}`,
  `${'/'.repeat(7_000)}api${'/'.repeat(7_000)}v1`,
  `/api/v1${'/a'.repeat(7_000)}`,
  `/api/v1${'/.'.repeat(7_000)}`,
  `/api/v1${'/..'.repeat(4_600)}`,
  `/api/v1${'/a/..'.repeat(2_800)}`,
  `/api/v1/sessions${'/%2E%2E'.repeat(2_000)}`,
  `/api/v1/sessions/${session}${'/memory'.repeat(2_000)}`,
  `/api/v1/${'x'.repeat(14_000)}`,
  `/api/v1/${'%'.repeat(14_000)}`,
];

const methods: ReadonlyMap<string, string> = new Map([
  ['/sessions', 'GET, HEAD, POST'],
  [`/sessions/${session}`, 'GET, HEAD, PATCH'],
  [`/sessions/${session}/memory`, 'GET, HEAD, POST, DELETE'],
  [`/sessions/${session}/messages`, 'GET, HEAD'],
  [`/sessions/${session}/messages/${uuid}`, 'GET, HEAD, PATCH'],
  [`/sessions/${session}/search`, 'POST'],
  ['/user', 'GET, HEAD, POST'],
  ['/user/u1', 'GET, HEAD, PATCH, DELETE'],
  ['/user/u1/sessions', 'GET, HEAD'],
  ['/collection', 'GET, HEAD'],
]);
const anyMethod = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL', 'SEARCH', 'PURGE'];

const notAllowed = (path: string, method: string, allow: string | undefined, headers = {}): Row => ({
  name: `${titleOf({ method, path })} ${JSON.stringify(headers)}`,
  call: { method, path: `/api/v1${path}`, headers },
  status: 405,
  says: /^$/,
  headers: { allow: allow as string },
});

/** Dot segments and slashes lead to another path, which does not take the method. */
const ledAstray: readonly (readonly [method: string, path: string, to: string])[] = [
  ['DELETE', '/sessions//memory', `/sessions/${session}`],
  ['DELETE', '/sessions/./memory', `/sessions/${session}`],
  ['DELETE', `/sessions/${session}/`, `/sessions/${session}`],
  ['DELETE', `/sessions/${session}/memory/..`, `/sessions/${session}`],
  ['DELETE', `/sessions/${session}/memory/../../..//sessions/.`, '/sessions'],
  ['POST', '/sessions//memory', `/sessions/${session}`],
  ['PATCH', '/sessions/.', '/sessions'],
  ['DELETE', '/user/', '/user'],
  ['DELETE', '/user/.', '/user'],
  ['DELETE', '/user/u1/..', '/user'],
  ['DELETE', '/user//', '/user'],
  ['DELETE', `/user${'/'.repeat(14_000)}`, '/user'],
  ['DELETE', `/user/u1${'/./x/..'.repeat(2_000)}/..`, '/user'],
];

const collections: readonly Call[] = [
  post('/collection/x', { name: 'x' }),
  post('/collection/x', '{'),
  { path: '/api/v1/collection/x' },
  remove('/collection/x'),
  patch('/collection/__proto__', nested(5_000)),
  post('/collection/x/search?limit=ten', nested(5_000)),
  post('/collection/x/document/list/get', { uuids: 5 }),
  { method: 'PURGE', path: '/api/v1/collection/x' },
  { path: '/api/v1/collection/%zz' },
  { path: '/api/v1/collection/%ff/document/uuid/x' },
  { path: `/api/v1/collection${'/a'.repeat(7_000)}` },
  { path: `/api/v1/collection/${'%'.repeat(14_000)}` },
];

const memory = (id: string, ...messages: unknown[]) => post(`/sessions/${id}/memory`, { messages });

const taken: readonly (readonly [name: string, call: Call, says: string | RegExp])[] = [
  ['a session that exists', post('/sessions', { session_id: session }), `already exists with session_id: ${session}`],
  ['a session in the trash', post('/sessions', { session_id: trashed }), `already exists with session_id: ${trashed}`],
  ['a session that exists but for NUL', post('/sessions', { session_id: `${session}\0` }), 'session already exists'],
  ['a session with line breaks', post('/sessions', { session_id: withLineBreak }), 'session already exists'],
  ['a user that exists', post('/user', { user_id: 'u1' }), 'user already exists with user_id: u1'],
  ['a user with line breaks', post('/user', { user_id: withLineBreak }), 'user already exists'],
  [
    'a session of nobody',
    post('/sessions', { session_id: 'new', user_id: 'nobody' }),
    'not exist with user_id: nobody',
  ],
  ['a session of line breaks', post('/sessions', { session_id: 'new', user_id: '\r\n\x1b[2J' }), 'user does not exist'],
  ['no session_id', post('/sessions', {}), 'sessionID cannot be empty'],
  ['a session_id of NUL', post('/sessions', { session_id: '\0\0' }), 'sessionID cannot be empty'],
  ['fields in a __proto__', post('/sessions', '{"__proto__":{"session_id":"new"}}'), 'sessionID cannot be empty'],
  ['fields in a constructor', post('/sessions', '{"constructor":{"session_id":"new"}}'), 'sessionID cannot be empty'],
  ['a session_id that null took back', post('/sessions', '{"session_id":"new","SESSION_ID":null}'), 'sessionID cannot'],
  ['no user_id', post('/user', { email: 'x' }), 'UserID cannot be empty'],
  ['a user_id in a __proto__', post('/user', '{"__proto__":{"user_id":"new"}}'), 'UserID cannot be empty'],
  ['a uuid twice', memory('new', { ...message, uuid }, { ...message, uuid }), /two messages .* uuid/],
  [
    'a uuid twice, once in braces',
    memory('new', { ...message, uuid }, { ...message, uuid: `{${uuid}}` }),
    /two messages/,
  ],
  ['a uuid twice, once in capitals', memory(session, { uuid: uuid.toUpperCase() }, { uuid }), /two messages .* uuid/],
  [
    'a uuid twice, once as URN',
    memory(session, { uuid: `URN:UUID:${uuid}` }, message, { uuid }),
    /two messages .* uuid/,
  ],
  ['a known uuid with other content', memory(session, message, { ...message, uuid }), /another role or content/],
  ['a known uuid with another role', memory(session, { uuid, role: 'ai', content: 'one' }), /another role or content/],
  ['a known uuid without content', memory(session, { uuid, role: 'user' }), /another role or content/],
  ['a deleted uuid', memory(session, message, { ...message, uuid: known.deletedUuid }), /was deleted/],
  [
    'a deleted uuid, as it was',
    memory(session, { role: 'user', content: 'old', uuid: known.deletedUuid }),
    /was deleted/,
  ],
  ['a uuid of the trash', memory(trashed, message, { ...message, uuid: known.trashedUuid }), /was deleted/],
  ['a patch of the trash that is wrong', patch(`/sessions/${trashed}`, { metadata: 5 }), /object/],
  ['a message for the trash that is wrong', memory(trashed, message, { content: 5 }), /content/],
  ['a message for nobody yet that is wrong', memory('new', message, { content: 5 }), /content/],
];

export const routes: readonly Row[] = [
  ...unknownPaths.flatMap((path) =>
    [{ path }, { method: 'POST', path, body: '{' }, { method: 'DELETE', path }].map(
      (call): Row => ({ name: titleOf({ method: 'GET', ...call }), call, status: 404, says: notFound }),
    ),
  ),
  ...['POST', 'DELETE', 'OPTIONS', 'PURGE'].map(
    (method): Row => ({ name: `${method} /healthz`, call: { method, path: '/healthz' }, status: 404, says: notFound }),
  ),
  ...[...methods].flatMap(([path, allow]) =>
    anyMethod.filter((method) => !allow.split(', ').includes(method)).map((method) => notAllowed(path, method, allow)),
  ),
  ...ledAstray.map(([method, path, to]) => notAllowed(path, method, methods.get(to))),
  notAllowed(`/sessions/${session}`, 'POST', methods.get(`/sessions/${session}`), {
    'x-http-method-override': 'PATCH',
  }),
  ...collections.map(
    (call, index): Row => ({
      name: `${titleOf({ method: 'GET', ...call })} (${index})`,
      call,
      status: 501,
      says: /collections/,
    }),
  ),
  ...taken.map(([name, call, says]): Row => ({ name, call, says })),
];
