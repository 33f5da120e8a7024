import type { Call } from '../../harness/send.js';
import { known, patch, post, titleOf } from './row.js';

export type Kind =
  | 'text'
  | 'name'
  | 'id'
  | 'user'
  | 'object'
  | 'filter'
  | 'uuid'
  | 'time'
  | 'count'
  | 'number'
  | 'list';

/** A call that is good, with every field that its route looks at. The rows spoil one thing of it. */
export interface GoodCall {
  readonly call: Call;
  readonly kinds: Readonly<Record<string, Kind>>;
  /** The same call with another body. */
  with(body: unknown, headers?: object): Call;
  /** The same call with one member in another form. `text` is JSON, or what looks like it. */
  spoil(field: string, text: string): Call;
}

type Build = (path: string, body?: unknown, headers?: object) => Call;

function goodCall(build: Build, path: string, body: object, kinds: GoodCall['kinds']): GoodCall {
  return {
    call: build(path, body),
    kinds,
    with: (other, headers) => build(path, other, headers),
    spoil: (field, text) => {
      const marked = JSON.stringify({ ...body, [field]: 'THE FIELD' });
      return build(
        path,
        marked.replace('"THE FIELD"', () => text),
      );
    },
  };
}

const session = `/sessions/${known.session}`;
const names = { email: 'name', first_name: 'name', last_name: 'name', metadata: 'object' } as const;
const userFields = { email: 'a@b', first_name: 'a', last_name: 'b', metadata: { a: 1 } };
const messageKinds = {
  uuid: 'uuid',
  role: 'text',
  content: 'text',
  token_count: 'count',
  metadata: 'object',
  created_at: 'time',
  updated_at: 'time',
} as const;
const time = '2026-11-20T21:19:58.36046Z';
const messageFields = {
  uuid: known.unknownUuid,
  role: 'user',
  content: 'x',
  token_count: 1,
  metadata: { a: 1 },
  created_at: time,
  updated_at: time,
};

/** A message of a POST of memory, so that its fields are spoilt like those of other bodies. */
function memoryOfOne(build: Build): Build {
  return (path, body, headers) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return build(path, `{"messages":[{"role":"user","content":"first"},${text}]}`, headers);
  };
}

export const newMessage = goodCall(memoryOfOne(post), `${session}/memory`, messageFields, messageKinds);

/** One for each route that takes a body. */
export const goodCalls: readonly GoodCall[] = [
  goodCall(
    post,
    '/sessions',
    { session_id: 'new', user_id: known.user, metadata: { a: 1 } },
    { session_id: 'id', user_id: 'user', metadata: 'object' },
  ),
  goodCall(patch, session, { session_id: 'x', metadata: { a: 1 } }, { session_id: 'text', metadata: 'object' }),
  goodCall(post, `${session}/memory`, { messages: [{ role: 'user', content: 'x' }] }, { messages: 'list' }),
  goodCall(patch, `${session}/messages/${known.uuid}`, messageFields, messageKinds),
  goodCall(
    post,
    `${session}/search`,
    {
      text: 'one',
      metadata: { start_date: '2026-01-01' },
      search_scope: 'messages',
      search_type: 'mmr',
      mmr_lambda: 0.5,
    },
    { text: 'text', metadata: 'filter', search_scope: 'text', search_type: 'text', mmr_lambda: 'number' },
  ),
  goodCall(post, '/user', { user_id: 'new', ...userFields }, { user_id: 'id', ...names }),
  goodCall(patch, `/user/${known.user}`, { uuid: known.unknownUuid, ...userFields }, { uuid: 'uuid', ...names }),
];

export const titleOfGood = (good: GoodCall) => (good === newMessage ? 'a message' : titleOf(good.call));
