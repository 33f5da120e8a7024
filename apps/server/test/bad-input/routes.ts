import { known, message, patch, post, type Row } from './row.js';

const unknownPaths = [
  '/',
  '/v1',
  '/v1/',
  '/v1/session',
  '/v1/Sessions',
  '/V1/sessions',
  '/v2/sessions',
  '/v1/sessions/',
  '/v1//sessions',
  '//v1/sessions',
  '/v1/sessions/s1/',
  '/v1/sessions//messages',
  '/v1/sessions//window',
  '/v1/sessions/s1/messages/',
  `/v1/sessions/s1/messages/${known.uuid}/x`,
  '/v1/sessions/s1/nope',
  '/v1/sessions/%73essions/x/y',
  '/v1/users//sessions',
  '/health',
  '/health/',
  '/openapi.yaml',
  '/.env',
  '/..%2f..%2fetc/passwd/x',
];

const methods: readonly (readonly [string, string, string])[] = [
  ['/v1/sessions', 'DELETE', 'POST, GET, HEAD, OPTIONS'],
  ['/v1/sessions', 'PUT', 'POST, GET, HEAD, OPTIONS'],
  ['/v1/sessions/s1', 'POST', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
  ['/v1/sessions/s1', 'PUT', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
  ['/v1/sessions/s1/restore', 'GET', 'POST, OPTIONS'],
  ['/v1/sessions/s1/restore', 'HEAD', 'POST, OPTIONS'],
  ['/v1/sessions/s1/messages', 'PATCH', 'POST, GET, HEAD, DELETE, OPTIONS'],
  [`/v1/sessions/s1/messages/${known.uuid}`, 'DELETE', 'GET, HEAD, PATCH, OPTIONS'],
  ['/v1/sessions/s1/window', 'POST', 'GET, HEAD, OPTIONS'],
  ['/v1/users', 'PATCH', 'POST, GET, HEAD, OPTIONS'],
  ['/v1/users/u1', 'PUT', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
  ['/v1/users/u1/sessions', 'DELETE', 'GET, HEAD, OPTIONS'],
  ['/health/live', 'POST', 'GET, HEAD, OPTIONS'],
  ['/health/ready', 'TRACE', 'GET, HEAD, OPTIONS'],
  ['/openapi.json', 'PROPFIND', 'GET, HEAD, OPTIONS'],
];

/** Calls on a session that is not there. */
const onSession = (id: string) => [
  { path: `/v1/sessions/${id}` },
  patch(`/v1/sessions/${id}`, { metadata: {} }),
  { method: 'DELETE', path: `/v1/sessions/${id}` },
  { path: `/v1/sessions/${id}/window` },
  { path: `/v1/sessions/${id}/messages` },
  { method: 'DELETE', path: `/v1/sessions/${id}/messages` },
  { path: `/v1/sessions/${id}/messages/${known.uuid}` },
  patch(`/v1/sessions/${id}/messages/${known.uuid}`, { metadata: {} }),
];

export const routes: readonly Row[] = [
  ...unknownPaths.flatMap((path): Row[] => [
    { name: `GET ${path}`, call: { path }, code: 'route_not_found' },
    { name: `POST ${path}`, call: post(path, '{'), code: 'route_not_found' },
  ]),
  { name: 'OPTIONS of an unknown path', call: { method: 'OPTIONS', path: '/nope' }, code: 'route_not_found' },
  ...methods.map(
    ([path, method, allow]): Row => ({
      name: `${method} ${path}`,
      call: { method, path },
      code: 'method_not_allowed',
      headers: { allow },
    }),
  ),
  ...[...onSession('nope'), { method: 'POST', path: '/v1/sessions/nope/restore' }].map(
    (call): Row => ({ name: `${call.method ?? 'GET'} ${call.path}`, call, code: 'session_not_found' }),
  ),
  ...onSession(known.trashed).map(
    (call): Row => ({ name: `${call.method ?? 'GET'} ${call.path} in the trash`, call, code: 'session_not_found' }),
  ),
  {
    name: 'restore of a live session',
    call: { method: 'POST', path: '/v1/sessions/s1/restore' },
    code: 'session_not_deleted',
  },
  {
    name: 'an unknown message',
    call: { path: '/v1/sessions/s1/messages/01936b2e-7c1a-7d54-9c1f-2f6c1d0b8aff' },
    code: 'message_not_found',
  },
  {
    name: 'a deleted message',
    call: { path: `/v1/sessions/s1/messages/${known.deletedUuid}` },
    code: 'message_not_found',
  },
  {
    name: 'PATCH of a deleted message',
    call: patch(`/v1/sessions/s1/messages/${known.deletedUuid}`, { metadata: {} }),
    code: 'message_not_found',
  },
  { name: 'an unknown user', call: { path: '/v1/users/nobody' }, code: 'user_not_found' },
  { name: 'PATCH of an unknown user', call: patch('/v1/users/nobody', { email: 'x' }), code: 'user_not_found' },
  { name: 'DELETE of an unknown user', call: { method: 'DELETE', path: '/v1/users/nobody' }, code: 'user_not_found' },
  { name: 'sessions of an unknown user', call: { path: '/v1/users/nobody/sessions' }, code: 'user_not_found' },
  {
    name: 'a session that exists',
    call: post('/v1/sessions', { session_id: 's1' }),
    code: 'session_exists',
    at: 'body /session_id',
  },
  {
    name: 'a session that is in the trash',
    call: post('/v1/sessions', { session_id: known.trashed }),
    code: 'session_exists',
  },
  {
    name: 'a session for an unknown user',
    call: post('/v1/sessions', { session_id: 'new', user_id: 'nobody' }),
    code: 'unknown_user',
    at: 'body /user_id',
  },
  {
    name: 'another user for a session',
    call: patch(`/v1/sessions/${known.owned}`, { user_id: 'u1' }),
    code: 'session_has_user',
    at: 'body /user_id',
  },
  {
    name: 'an unknown user for a session',
    call: patch('/v1/sessions/s1', { user_id: 'nobody' }),
    code: 'unknown_user',
  },
  { name: 'a user that exists', call: post('/v1/users', { user_id: 'u1' }), code: 'user_exists', at: 'body /user_id' },
  {
    name: 'a message for a session of nobody',
    call: post('/v1/sessions/new/messages', { messages: [message], user_id: 'nobody' }),
    code: 'unknown_user',
  },
];
