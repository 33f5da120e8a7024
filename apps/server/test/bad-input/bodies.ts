import { gzipSync } from 'node:zlib';
import { nested, nestedObjects, patch, post, type Row } from './row.js';

const sessions = '/v1/sessions';
const withMetadata = (text: string) => post(sessions, `{"session_id":"new","metadata":${text}}`);
const tooLarge = `{"session_id":"new","metadata":{"a":"${'x'.repeat(5_242_880)}"}}`;

export const bodies: readonly Row[] = [
  { name: 'no body', call: { method: 'POST', path: sessions }, code: 'invalid_json' },
  { name: 'an empty body', call: post(sessions, ''), code: 'invalid_json' },
  {
    name: 'an empty body in chunks',
    call: post(sessions, '', { 'transfer-encoding': 'chunked' }),
    code: 'invalid_json',
  },
  { name: 'PATCH without a body', call: { method: 'PATCH', path: '/v1/sessions/s1' }, code: 'invalid_json' },
  { name: 'broken JSON', call: post(sessions, '{"session_id":'), code: 'invalid_json' },
  { name: 'two JSON values', call: post(sessions, '{"session_id":"new"}{}'), code: 'invalid_json' },
  { name: 'JSON with a comma too many', call: post(sessions, '{"session_id":"new",}'), code: 'invalid_json' },
  { name: 'NaN', call: post(sessions, '{"session_id":NaN}'), code: 'invalid_json' },
  {
    name: 'bytes that are not UTF-8',
    call: post(sessions, Buffer.from('{"session_id":"\xff"}', 'latin1')),
    code: 'invalid_json',
  },
  {
    name: 'a surrogate encoded in UTF-8',
    call: post(sessions, Buffer.from([...Buffer.from('{"session_id":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')])),
    code: 'invalid_json',
  },
  ...['null', '[]', '"text"', '1', 'true'].map(
    (text): Row => ({ name: `${text} as the body`, call: post(sessions, text), code: 'invalid_request', at: 'body ' }),
  ),
  {
    name: 'no content type',
    call: post(sessions, '{}', { 'content-type': [] }),
    code: 'unsupported_media_type',
    at: 'header /content-type',
  },
  {
    name: 'text/plain',
    call: post(sessions, '{}', { 'content-type': 'text/plain' }),
    code: 'unsupported_media_type',
    headers: { accept: 'application/json' },
  },
  {
    name: 'a form',
    call: post(sessions, 'session_id=new', { 'content-type': 'application/x-www-form-urlencoded' }),
    code: 'unsupported_media_type',
  },
  {
    name: 'another charset',
    call: post(sessions, '{}', { 'content-type': 'application/json; charset=latin1' }),
    code: 'unsupported_media_type',
  },
  {
    name: 'a merge patch on POST',
    call: post(sessions, '{}', { 'content-type': 'application/merge-patch+json' }),
    code: 'unsupported_media_type',
  },
  {
    name: 'a JSON patch',
    call: patch('/v1/sessions/s1', '[]', { 'content-type': 'application/json-patch+json' }),
    code: 'unsupported_media_type',
    headers: { 'accept-patch': 'application/json, application/merge-patch+json' },
  },
  {
    name: 'an unknown content encoding',
    call: post(sessions, '{}', { 'content-encoding': 'br' }),
    code: 'unsupported_media_type',
    at: 'header /content-encoding',
  },
  { name: 'gzip that is none', call: post(sessions, '{}', { 'content-encoding': 'gzip' }), code: 'invalid_json' },
  {
    name: 'gzip that ends early',
    call: post(sessions, gzipSync('{"session_id":"new"}').subarray(0, 20), { 'content-encoding': 'gzip' }),
    code: 'invalid_json',
  },
  { name: 'a body over the limit', call: post(sessions, tooLarge), code: 'body_too_large' },
  {
    name: 'a body over the limit in chunks',
    call: post(sessions, tooLarge, { 'transfer-encoding': 'chunked' }),
    code: 'body_too_large',
  },
  {
    name: 'a body that is over the limit when inflated',
    call: post(sessions, gzipSync(tooLarge), { 'content-encoding': 'gzip' }),
    code: 'body_too_large',
  },
  {
    name: 'a gzip bomb',
    call: post(sessions, gzipSync(Buffer.alloc(200_000_000)), { 'content-encoding': 'gzip' }),
    code: 'body_too_large',
  },

  {
    name: 'a number beyond the range of doubles in metadata',
    call: withMetadata('{"a":[1,{"b":1e999}]}'),
    code: 'invalid_request',
    at: 'body /metadata/a/1/b',
  },
  {
    name: 'a number below the range of doubles in metadata',
    call: patch('/v1/sessions/s1', `{"metadata":{"a":-1${'0'.repeat(309)}}}`),
    code: 'invalid_request',
    at: 'body /metadata/a',
  },
  {
    name: 'metadata of 33 levels',
    call: withMetadata(nestedObjects(33)),
    code: 'metadata_too_deep',
    at: `body /metadata${'/a'.repeat(32)}`,
  },
  { name: 'metadata of 5,000 nested arrays', call: withMetadata(`{"a":${nested(5_000)}}`), code: 'metadata_too_deep' },
  { name: 'metadata of 100,000 nested objects', call: withMetadata(nestedObjects(100_000)), code: 'metadata_too_deep' },
  { name: '5,000 nested arrays as the body', call: post(sessions, nested(5_000)), code: 'invalid_request' },
  {
    name: 'an unknown field of 5,000 nested arrays',
    call: post(sessions, `{"session_id":"new","x":${nested(5_000)}}`),
    code: 'invalid_request',
  },
  {
    name: 'a patch of metadata of 33 levels',
    call: patch('/v1/sessions/s1', `{"metadata":${nestedObjects(33)}}`),
    code: 'metadata_too_deep',
  },
  {
    name: 'a patch of metadata of 100,000 levels',
    call: patch('/v1/sessions/s1', `{"metadata":${nestedObjects(100_000)}}`),
    code: 'metadata_too_deep',
  },
  {
    name: 'metadata over 64 KiB',
    call: withMetadata(`{"a":"${'x'.repeat(65_536)}"}`),
    code: 'metadata_too_large',
    at: 'body /metadata',
  },
  {
    name: 'metadata over 64 KiB in UTF-8',
    call: withMetadata(`{"a":"${'ü'.repeat(33_000)}"}`),
    code: 'metadata_too_large',
  },
  {
    name: 'metadata that is too large after merging',
    call: patch('/v1/sessions/s1', { metadata: { b: 'x'.repeat(65_525) } }),
    code: 'metadata_too_large',
  },
  ...['[]', 'null', '"text"', '1', 'false'].map(
    (text): Row => ({
      name: `${text} as metadata`,
      call: withMetadata(text),
      code: 'invalid_request',
      at: 'body /metadata',
    }),
  ),
  {
    name: 'half a surrogate pair in a value of metadata',
    call: withMetadata('{"a":["\\ud83d"]}'),
    code: 'invalid_request',
    at: 'body /metadata/a/0',
  },
  {
    name: 'half a surrogate pair in a key of metadata',
    call: withMetadata('{"a/b":{"\\uDE00":1}}'),
    code: 'invalid_request',
    at: 'body /metadata/a~1b',
  },
  {
    name: 'half a surrogate pair in a value of a key __proto__',
    call: withMetadata('{"__proto__":"\\ud800"}'),
    code: 'invalid_request',
    at: 'body /metadata/__proto__',
  },

  {
    name: 'an unknown field',
    call: post(sessions, { session_id: 'new', nope: 1 }),
    code: 'invalid_request',
    at: 'body /nope',
  },
  {
    name: 'a field __proto__',
    call: post(sessions, '{"session_id":"new","__proto__":{"polluted":1}}'),
    code: 'invalid_request',
    at: 'body /__proto__',
  },
  {
    name: 'a field constructor',
    call: post(sessions, '{"session_id":"new","constructor":{"prototype":{"polluted":1}}}'),
    code: 'invalid_request',
    at: 'body /constructor',
  },
  {
    name: 'fields in a __proto__ that would do',
    call: post(sessions, '{"__proto__":{"session_id":"new"}}'),
    code: 'invalid_request',
  },
  {
    name: 'an unknown field in a PATCH',
    call: patch('/v1/sessions/s1', { metadat: {} }),
    code: 'invalid_request',
    at: 'body /metadat',
  },
  {
    name: 'an unknown field of a user',
    call: post('/v1/users', { user_id: 'new', name: 'x' }),
    code: 'invalid_request',
    at: 'body /name',
  },
  {
    name: 'a number as e-mail',
    call: post('/v1/users', { user_id: 'new', email: 1 }),
    code: 'invalid_request',
    at: 'body /email',
  },
  {
    name: 'a name of 1,025 characters',
    call: post('/v1/users', { user_id: 'new', last_name: 'x'.repeat(1_025) }),
    code: 'invalid_request',
    at: 'body /last_name',
  },
  {
    name: 'a PATCH of a user_id',
    call: patch('/v1/users/u1', { user_id: 'u3' }),
    code: 'invalid_request',
    at: 'body /user_id',
  },
  {
    name: 'a PATCH of a message without metadata',
    call: patch('/v1/sessions/s1/messages/01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01', {}),
    code: 'invalid_request',
    at: 'body /metadata',
  },
  {
    name: 'a PATCH of the content of a message',
    call: patch('/v1/sessions/s1/messages/01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01', { metadata: {}, content: 'y' }),
    code: 'invalid_request',
    at: 'body /content',
  },
];
