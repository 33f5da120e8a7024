import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { known, maxBodyBytes, message, nested, nestedObjects, post, type Row } from './row.js';
import { goodCalls, titleOfGood } from './spoilt-bodies.js';

const notJson = /JSON|EOF/;
const chunked = { 'transfer-encoding': 'chunked' };
const gzip = { 'content-encoding': 'gzip' };

/** Good JSON of `length` bytes, with what each route needs, and a field that no route knows. */
const padded = (length: number) => {
  const [start, end] = ['{"session_id":"new","user_id":"new","text":"x","padding":"', '"}'];
  return `${start}${'x'.repeat(length - start.length - end.length)}${end}`;
};
const tooLarge = padded(maxBodyBytes + 1);
const zeros = gzipSync(Buffer.alloc(64 * 1_024 * 1_024));
const bomb = gzipSync(padded(20 * maxBodyBytes));
const nulls = `[${'null,'.repeat(999_999)}null]`;
const manyMessages = Array.from({ length: 10_001 }, () => message);
const sizeOf = 'request body too large';

/** What no route can read. */
const unreadable: readonly (readonly [name: string, body: unknown, says: RegExp])[] = [
  ['no body', undefined, /EOF/],
  ['an empty body', '', /EOF/],
  ['a body of blanks', ' \r\n\t ', /EOF/],
  ['half an object', '{"session_id":', notJson],
  ['half an object with line breaks', '{\n"session_id":\n}', notJson],
  ['half a string', '{"session_id":"new', notJson],
  ['half an escape', '{"session_id":"new\\', notJson],
  ['single quotes', "{'session_id':'new'}", notJson],
  ['a comma too many', '{"session_id":"new",}', notJson],
  ['NaN', '{"session_id":"new","metadata":{"a":NaN}}', notJson],
  ['a line break in a string', '{"session_id":"new\nline"}', notJson],
  ['a byte order mark', '\ufeff{"session_id":"new","user_id":"new","text":"x"}', notJson],
  ['zero bytes', Buffer.alloc(1_000), notJson],
  ['a brace that nobody opened', '}{"session_id":"new"}', notJson],
  ['half a word', 'nul', notJson],
  ['a form', 'session_id=new&user_id=new&text=x', notJson],
  ['XML', '<?xml version="1.0"?><session_id>new</session_id>', notJson],
  ['UTF-16', Buffer.from('{"session_id":"new"}', 'utf16le'), notJson],
  ['a list as the body', '[]', /object/],
  ['a list of a good body', '[{"session_id":"new","user_id":"new","text":"x"}]', /object/],
  ['text as the body', '"text"', /object/],
  ['a number as the body', '5', /object/],
  ['a truth as the body', 'true', /object/],
  ['5,000 nested lists', nested(5_000), /nested deeper than/],
  ['5,000 nested objects', nestedObjects(5_000), /nested deeper than/],
  ['5,000 nested lists in an unknown field', `{"session_id":"new","x":${nested(5_000)}}`, /nested deeper than/],
  ['5,000 nested lists in metadata', `{"session_id":"new","metadata":{"a":${nested(5_000)}}}`, /nested deeper than/],
  ['5,000 levels that never end', '{"a":'.repeat(5_000), notJson],
  ['1e999 in an unknown field', '{"session_id":"new","user_id":"new","text":"x","y":1e999}', /beyond the range/],
  ['1e999 as the body', '1e999', /beyond the range/],
  ['a long key over a number too large', `{"${'k'.repeat(60_000)}":1e999}`, /beyond the range/],
  ['line breaks in a key over a number too large', '{"a\\r\\n\\u0000\\u0085\\u2028b":1e999}', /beyond the range/],
  ['a long key over too many levels', `{"${'k'.repeat(60_000)}":${nested(40)}}`, /nested deeper than/],
  ['a million nulls', nulls, /object/],
];

/** On one route. */
const encoded: readonly Row[] = [
  ['gzip that is none', post('/sessions', { session_id: 'new' }, gzip), 400, /gzip/],
  ['GZIP that is none', post('/sessions', { session_id: 'new' }, { 'content-encoding': 'GZIP' }), 400, /gzip/],
  ['gzip of nothing', post('/sessions', gzipSync(''), gzip), 400, /EOF/],
  ['gzip that ends early', post('/sessions', gzipSync('{"session_id":"new"}').subarray(0, 20), gzip), 400, /gzip/],
  ['gzip of broken JSON', post('/sessions', gzipSync('{"session_id":"new"'), gzip), 400, notJson],
  ['gzip of gzip', post('/sessions', gzipSync(gzipSync('{"session_id":"new"}')), gzip), 400, notJson],
  ['gzip of what is too large', post('/sessions', gzipSync(tooLarge), gzip), 413, sizeOf],
  ['a bomb of zeros', post('/sessions', zeros, gzip), 413, sizeOf],
  ['a bomb of good JSON', post('/sessions', bomb, gzip), 413, sizeOf],
  ['a bomb of good JSON in chunks', post('/user', bomb, { ...gzip, ...chunked }), 413, sizeOf],
  ['a bomb in two parts', post(`/sessions/${known.session}/memory`, Buffer.concat([zeros, zeros]), gzip), 413, sizeOf],
  ['a bomb for a search', post(`/sessions/${known.session}/search`, bomb, gzip), 413, sizeOf],
  ['br', post('/sessions', brotliCompressSync('{"session_id":"new"}'), { 'content-encoding': 'br' }), 400, /gzip/],
  ['deflate', post('/sessions', deflateSync('{"session_id":"new"}'), { 'content-encoding': 'deflate' }), 400, /gzip/],
  ['gzip that no header names', post('/sessions', gzipSync('{"session_id":"new"}')), 400, notJson],
  ['an empty body in chunks', post('/sessions', '', chunked), 400, /EOF/],
  ['a wrong body in chunks', post('/sessions', '{"session_id":5}', chunked), 400, /session_id/],
  ['broken JSON in chunks', post('/user', '{"user_id":"new"', chunked), 400, notJson],
].map(([name, call, status, says]) => ({ name, call, status, says }) as Row);

const memory = (text: string) => post(`/sessions/${known.session}/memory`, text);

const manyThings: readonly Row[] = [
  ['10,001 messages', post('/sessions/new/memory', { messages: manyMessages })],
  ['10,001 messages for the trash', post(`/sessions/${known.trashed}/memory`, { messages: manyMessages })],
  ['10,001 messages in another letter case', post('/sessions/new/memory', { Messages: manyMessages })],
  ['10,001 empty messages', memory(`{"messages":[${'{},'.repeat(10_000)}{}]}`)],
  ['a million nulls as messages', memory(`{"messages":${nulls}}`)],
  ['a million nulls as messages behind good ones', memory(`{"messages":[{"content":"x"}],"messages":${nulls}}`)],
].map(([name, call]) => ({ name, call, says: /messages .*at most 10000/ }) as Row);

export const bodies: readonly Row[] = [
  ...goodCalls.flatMap((good): Row[] => [
    ...unreadable.map(([name, body, says]) => ({
      name: `${titleOfGood(good)} with ${name}`,
      call: good.with(body),
      says,
    })),
    { name: `${titleOfGood(good)} with a byte too many`, call: good.with(tooLarge), status: 413, says: sizeOf },
    {
      name: `${titleOfGood(good)} with a byte too many, in chunks`,
      call: good.with(tooLarge, chunked),
      status: 413,
      says: sizeOf,
    },
  ]),
  ...goodCalls
    .filter(({ kinds }) => 'metadata' in kinds && !('text' in kinds))
    .map(
      (good): Row => ({
        name: `${titleOfGood(good)} with a million nulls in metadata`,
        call: good.spoil('metadata', `{"a":${nulls}}`),
        says: /metadata is larger than/,
      }),
    ),
  ...goodCalls
    .filter(({ call }) => call.method === 'PATCH')
    .map(
      (good): Row => ({
        name: `${titleOfGood(good)} with metadata that is too large once it is merged`,
        call: good.with({ metadata: { b: 'x'.repeat(65_525) } }),
        says: /metadata is larger than/,
      }),
    ),
  ...encoded,
  ...manyThings,
];
