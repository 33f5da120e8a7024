import { known, message, nestedObjects, post, type Row } from './row.js';

const path = `/v1/sessions/${known.session}/messages`;
const add = (fields: object) => post(path, { messages: [message, { ...message, ...fields }] });
const uuid = '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8aff';

const fields: readonly (readonly [string, object, string])[] = [
  ['no role', { role: undefined }, '/role'],
  ['an empty role', { role: '' }, '/role'],
  ['a role of 65 characters', { role: 'x'.repeat(65) }, '/role'],
  ['a role that is null', { role: null }, '/role'],
  ['no content', { content: undefined }, '/content'],
  ['content that is null', { content: null }, '/content'],
  ['content that is an object', { content: { text: 'x' } }, '/content'],
  ['content with half a surrogate pair', { content: 'a\ude00b' }, '/content'],
  ['a uuid that is none', { uuid: 'x' }, '/uuid'],
  ['a uuid without dashes', { uuid: uuid.replaceAll('-', '') }, '/uuid'],
  ['a uuid that is null', { uuid: null }, '/uuid'],
  ['a negative token_count', { token_count: -1 }, '/token_count'],
  ['half a token', { token_count: 1.5 }, '/token_count'],
  ['a token_count over 31 bits', { token_count: 2 ** 31 }, '/token_count'],
  ['a token_count as text', { token_count: '3' }, '/token_count'],
  ['a token_count that is null', { token_count: null }, '/token_count'],
  ['metadata that is a list', { metadata: [] }, '/metadata'],
  ['metadata that is null', { metadata: null }, '/metadata'],
  ['a seq of its own', { seq: 7 }, '/seq'],
  ['a field __proto__', { ['__proto__']: { content: 'y' } }, '/__proto__'],
];

export const messages: readonly Row[] = [
  ...fields.map(
    ([what, wrong, pointer]): Row => ({
      name: `a message with ${what}`,
      call: add(wrong),
      code: 'invalid_request',
      at: `body /messages/1${pointer}`,
    }),
  ),
  { name: 'no messages', call: post(path, {}), code: 'invalid_request', at: 'body /messages' },
  {
    name: 'an empty list of messages',
    call: post(path, { messages: [] }),
    code: 'invalid_request',
    at: 'body /messages',
  },
  {
    name: '1,001 messages',
    call: post(path, { messages: Array(1_001).fill(message) }),
    code: 'invalid_request',
    at: 'body /messages',
  },
  {
    name: '1,700,000 messages that are none',
    call: post(path, `{"messages":[${'{},'.repeat(1_700_000)}{}]}`),
    code: 'invalid_request',
    at: 'body /messages',
  },
  {
    name: 'messages that are an object',
    call: post(path, { messages: { 0: message } }),
    code: 'invalid_request',
    at: 'body /messages',
  },
  {
    name: 'a message that is null',
    call: post(path, { messages: [null] }),
    code: 'invalid_request',
    at: 'body /messages/0',
  },
  {
    name: 'an expected_seq below 0',
    call: post(path, { messages: [message], expected_seq: -1 }),
    code: 'invalid_request',
    at: 'body /expected_seq',
  },
  {
    name: 'an expected_seq as text',
    call: post(path, { messages: [message], expected_seq: '2' }),
    code: 'invalid_request',
    at: 'body /expected_seq',
  },
  {
    name: 'an expected_seq over 2^53',
    call: post(path, `{"messages":[{"role":"user","content":"x"}],"expected_seq":1e300}`),
    code: 'invalid_request',
    at: 'body /expected_seq',
  },
  {
    name: 'metadata of a message of 33 levels',
    call: post(path, `{"messages":[{"role":"user","content":"x","metadata":${nestedObjects(33)}}]}`),
    code: 'metadata_too_deep',
    at: `body /messages/0/metadata${'/a'.repeat(32)}`,
  },
  {
    name: 'metadata of a message of 50,000 levels',
    call: post(path, `{"messages":[{"role":"user","content":"x","metadata":${nestedObjects(50_000)}}]}`),
    code: 'metadata_too_deep',
  },
  {
    name: 'metadata of a message over 64 KiB',
    call: add({ metadata: { a: 'x'.repeat(65_536) } }),
    code: 'metadata_too_large',
    at: 'body /messages/1/metadata',
  },
  {
    name: 'metadata for the session over 64 KiB',
    call: post('/v1/sessions/new/messages', { messages: [message], metadata: { a: 'x'.repeat(65_536) } }),
    code: 'metadata_too_large',
    at: 'body /metadata',
  },
  {
    name: 'one uuid twice',
    call: post(path, {
      messages: [
        { ...message, uuid },
        { ...message, uuid: uuid.toUpperCase() },
      ],
    }),
    code: 'message_uuid_repeated',
    at: 'body /messages/1/uuid',
  },
  {
    name: 'a known uuid with other content',
    call: post(path, { messages: [message, { ...message, uuid: known.uuid }] }),
    code: 'message_conflict',
    at: 'body /messages/1',
  },
  {
    name: 'a known uuid with another role',
    call: post(path, { messages: [{ role: 'tool', content: 'one', uuid: known.uuid }] }),
    code: 'message_conflict',
  },
  {
    name: 'the uuid of a deleted message',
    call: post(path, { messages: [{ ...message, uuid: known.deletedUuid }] }),
    code: 'message_deleted',
    at: 'body /messages/0/uuid',
  },
  {
    name: 'another expected_seq',
    call: post(path, { messages: [message], expected_seq: 1 }),
    code: 'seq_mismatch',
    at: 'body /expected_seq',
  },
  {
    name: 'an expected_seq for a new session',
    call: post('/v1/sessions/new/messages', { messages: [message], expected_seq: 1 }),
    code: 'seq_mismatch',
  },
  {
    name: 'an unknown user for a new session',
    call: post('/v1/sessions/new/messages', { messages: [message], user_id: 'nobody' }),
    code: 'unknown_user',
    at: 'body /user_id',
  },
];
