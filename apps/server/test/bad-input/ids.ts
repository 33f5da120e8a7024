import { known, message, post, type Row } from './row.js';

const inBody: readonly (readonly [string, unknown])[] = [
  ['empty', ''],
  ['of 1,025 bytes', 'x'.repeat(1_025)],
  ['of 1,026 bytes in 513 characters', 'é'.repeat(513)],
  ['of a dot', '.'],
  ['of two dots', '..'],
  ['with half a surrogate pair', '\ud800'],
  ['that is a number', 1],
  ['that is null', null],
  ['that is a list', ['a']],
  ['that is an object', { a: 1 }],
];

const inPath: readonly (readonly [string, string])[] = [
  ['of a dot', '.'],
  ['of two dots', '..'],
  ['of an encoded dot', '%2e'],
  ['of two encoded dots', '%2E%2e'],
  ['of 1,025 bytes', 'x'.repeat(1_025)],
  ['of 1,026 bytes in 513 characters', encodeURIComponent('é'.repeat(513))],
  ['with bad percent-encoding', '%zz'],
  ['with a percent sign at its end', 'a%'],
  ['with half a UTF-8 sequence', '%E0%A4'],
  ['with a surrogate in UTF-8', '%ED%A0%80'],
  ['with an over-long UTF-8 sequence', '%C0%AF'],
];

export const ids: readonly Row[] = [
  { name: 'no session_id', call: post('/v1/sessions', {}), code: 'invalid_request', at: 'body /session_id' },
  { name: 'no user_id', call: post('/v1/users', {}), code: 'invalid_request', at: 'body /user_id' },
  ...inBody.flatMap(([what, id]): Row[] => [
    {
      name: `a session_id ${what}`,
      call: post('/v1/sessions', { session_id: id }),
      code: 'invalid_request',
      at: 'body /session_id',
    },
    {
      name: `a user_id ${what}`,
      call: post('/v1/users', { user_id: id }),
      code: 'invalid_request',
      at: 'body /user_id',
    },
    {
      name: `an owner ${what}`,
      call: post('/v1/sessions', { session_id: 'new', user_id: id }),
      code: 'invalid_request',
      at: 'body /user_id',
    },
    {
      name: `an owner for an append ${what}`,
      call: post('/v1/sessions/new/messages', { messages: [message], user_id: id }),
      code: 'invalid_request',
      at: 'body /user_id',
    },
  ]),
  ...inPath.flatMap(([what, id]): Row[] => [
    { name: `GET of a session ${what}`, call: { path: `/v1/sessions/${id}` }, code: 'invalid_path' },
    { name: `DELETE of a user ${what}`, call: { method: 'DELETE', path: `/v1/users/${id}` }, code: 'invalid_path' },
    {
      name: `POST of messages to a session ${what}`,
      call: post(`/v1/sessions/${id}/messages`, { messages: [message] }),
      code: 'invalid_path',
    },
    { name: `window of a session ${what}`, call: { path: `/v1/sessions/${id}/window` }, code: 'invalid_path' },
  ]),
  ...['x', '01936b2e', `${known.uuid}0`, known.uuid.replaceAll('-', ''), `{${known.uuid}}`, '%20', '.', '..'].map(
    (uuid): Row => ({
      name: `a message uuid ${uuid} in the path`,
      call: { path: `/v1/sessions/s1/messages/${uuid}` },
      code: 'invalid_path',
      at: 'path /uuid',
    }),
  ),
  {
    name: 'a bad id in path and a bad query',
    call: { path: '/v1/sessions/%2e?nope=1' },
    code: 'invalid_path',
    at: 'path /session_id',
  },
];
