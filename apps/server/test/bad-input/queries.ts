import { known, patch, post, type Row } from './row.js';

const lists = ['/v1/sessions', '/v1/users', '/v1/users/u1/sessions', `/v1/sessions/${known.session}/messages`];
const numbers = [
  '',
  '0',
  '-1',
  '1001',
  '1e3',
  '0x10',
  '1.0',
  '1.5',
  '%2B1',
  '+1',
  '%201',
  'ten',
  '1%00',
  '%EF%BC%91',
  '99999999999999999999',
  'NaN',
  'Infinity',
];
const toCursor = (text: string) => Buffer.from(text).toString('base64url');

export const queries: readonly Row[] = [
  ...lists.flatMap((path): Row[] => [
    ...numbers.map(
      (limit): Row => ({
        name: `limit=${limit} of ${path}`,
        call: { path: `${path}?limit=${limit}` },
        code: 'invalid_request',
        at: 'query /limit',
      }),
    ),
    {
      name: `limit twice of ${path}`,
      call: { path: `${path}?limit=1&limit=1` },
      code: 'invalid_request',
      at: 'query /limit',
    },
    {
      name: `an unknown order of ${path}`,
      call: { path: `${path}?order=ASC` },
      code: 'invalid_request',
      at: 'query /order',
    },
    {
      name: `an unknown parameter of ${path}`,
      call: { path: `${path}?page=2` },
      code: 'invalid_request',
      at: 'query /page',
    },
    {
      name: `a parameter __proto__ of ${path}`,
      call: { path: `${path}?__proto__=2` },
      code: 'invalid_request',
      at: 'query /__proto__',
    },
    { name: `limit[]= of ${path}`, call: { path: `${path}?limit[]=2` }, code: 'invalid_request', at: 'query /limit[]' },
    { name: `Limit= of ${path}`, call: { path: `${path}?Limit=2` }, code: 'invalid_request', at: 'query /Limit' },
    {
      name: `a parameter without a name of ${path}`,
      call: { path: `${path}?=2` },
      code: 'invalid_request',
      at: 'query /',
    },
    {
      name: `bad percent-encoding of ${path}`,
      call: { path: `${path}?limit=%zz` },
      code: 'invalid_request',
      at: 'query ',
    },
    {
      name: `a surrogate in the query of ${path}`,
      call: { path: `${path}?cursor=%ED%A0%80` },
      code: 'invalid_request',
    },
    {
      name: `an empty cursor of ${path}`,
      call: { path: `${path}?cursor=` },
      code: 'invalid_cursor',
      at: 'query /cursor',
    },
    { name: `cursor=x of ${path}`, call: { path: `${path}?cursor=x` }, code: 'invalid_cursor', at: 'query /cursor' },
    {
      name: `a cursor twice of ${path}`,
      call: { path: `${path}?cursor=x&cursor=x` },
      code: 'invalid_request',
      at: 'query /cursor',
    },
    ...[
      '1',
      '0 users asc',
      '-1 users asc',
      '1.5 users asc',
      '1e1 users asc',
      '1 users asc ',
      '9007199254740993 users asc',
    ].map(
      (text): Row => ({
        name: `a forged cursor "${text}" of ${path}`,
        call: { path: `${path}?cursor=${toCursor(text)}` },
        code: 'invalid_cursor',
      }),
    ),
  ]),
  ...numbers.map(
    (last): Row => ({
      name: `last=${last}`,
      call: { path: `/v1/sessions/s1/window?last=${last}` },
      code: 'invalid_request',
      at: 'query /last',
    }),
  ),
  {
    name: 'last twice',
    call: { path: '/v1/sessions/s1/window?last=1&last=2' },
    code: 'invalid_request',
    at: 'query /last',
  },
  {
    name: 'limit of a window',
    call: { path: '/v1/sessions/s1/window?limit=1' },
    code: 'invalid_request',
    at: 'query /limit',
  },
  { name: 'an unknown state', call: { path: '/v1/sessions?state=all' }, code: 'invalid_request', at: 'query /state' },
  { name: 'an empty user_id', call: { path: '/v1/sessions?user_id=' }, code: 'invalid_request', at: 'query /user_id' },
  {
    name: 'user_id twice',
    call: { path: '/v1/sessions?user_id=a&user_id=b' },
    code: 'invalid_request',
    at: 'query /user_id',
  },
  {
    name: 'a parameter of GET session',
    call: { path: '/v1/sessions/s1?verbose=1' },
    code: 'invalid_request',
    at: 'query /verbose',
  },
  {
    name: 'a parameter of POST session',
    call: post('/v1/sessions?x=1', { session_id: 'new' }),
    code: 'invalid_request',
    at: 'query /x',
  },
  {
    name: 'a parameter of PATCH session',
    call: patch('/v1/sessions/s1?x=1', { metadata: {} }),
    code: 'invalid_request',
    at: 'query /x',
  },
  {
    name: 'a parameter of DELETE session',
    call: { method: 'DELETE', path: '/v1/sessions/s1?hard=true' },
    code: 'invalid_request',
    at: 'query /hard',
  },
  {
    name: 'a parameter of restore',
    call: { method: 'POST', path: '/v1/sessions/d1/restore?x' },
    code: 'invalid_request',
    at: 'query /x',
  },
  {
    name: 'a parameter of DELETE messages',
    call: { method: 'DELETE', path: '/v1/sessions/s1/messages?limit=1' },
    code: 'invalid_request',
    at: 'query /limit',
  },
  {
    name: 'a parameter of a health check',
    call: { path: '/health/live?x=1' },
    code: 'invalid_request',
    at: 'query /x',
  },
  {
    name: 'a cursor of the other order',
    call: { path: `/v1/sessions?order=desc&cursor=${toCursor('1 sessions asc live')}` },
    code: 'invalid_cursor',
  },
  {
    name: 'a cursor of the trash',
    call: { path: `/v1/sessions?cursor=${toCursor('1 sessions asc deleted')}` },
    code: 'invalid_cursor',
  },
  {
    name: "a cursor of a user's list",
    call: { path: `/v1/sessions?cursor=${toCursor('1 sessions asc live u1')}` },
    code: 'invalid_cursor',
  },
  {
    name: "a cursor of another session's messages",
    call: { path: `/v1/sessions/s1/messages?cursor=${toCursor('1 messages asc s2')}` },
    code: 'invalid_cursor',
  },
];
