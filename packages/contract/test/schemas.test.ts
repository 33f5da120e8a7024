import { describe, expect, it } from 'vitest';
import { isWellFormed, nativeContract } from '../src/index.js';
import { messageUuid, sessionId } from '../src/native/ids.js';
import { metadata } from '../src/native/metadata.js';
import { limit } from '../src/native/pages.js';

describe('session ids', () => {
  it.for(['a', ' ', '...', '.a', 'a/b', '%', '\u0000', '😀', 'x'.repeat(1_024), 'é'.repeat(512), '😀'.repeat(256)])(
    'may be %j',
    (id) => {
      expect(sessionId.parse(id)).toBe(id);
    },
  );

  it.for(['', '.', '..', 'x'.repeat(1_025), 'é'.repeat(513), '😀'.repeat(257), '\ud800', 'a\udc00b', 1, null])(
    'may not be %j',
    (id) => {
      expect(sessionId.safeParse(id).success).toBe(false);
    },
  );
});

describe('message uuids', () => {
  it('are lower-cased', () => {
    expect(messageUuid.parse('01936B2E-7C1A-7D54-9C1F-2F6C1D0B8A01')).toBe('01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01');
  });

  it.for(['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])('may be %s', (uuid) => {
    expect(messageUuid.parse(uuid)).toBe(uuid);
  });

  it.for([
    '',
    '01936b2e7c1a7d549c1f2f6c1d0b8a01',
    '{01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01}',
    '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a0g',
  ])('may not be %j', (uuid) => {
    expect(messageUuid.safeParse(uuid).success).toBe(false);
  });
});

describe('metadata', () => {
  it('is handed on as the very object that came in, with every own key', () => {
    const body = JSON.parse('{"session_id":"s","metadata":{"__proto__":{"a":1},"constructor":2}}');
    const parsed = nativeContract.sessions.create.body.parse(body);
    expect(parsed.metadata).toBe(body.metadata);
    expect(JSON.stringify(parsed.metadata)).toBe('{"__proto__":{"a":1},"constructor":2}');
  });

  it.for([[[]], [null], ['{}'], [1], [true]])('may not be %j', ([value]) => {
    expect(metadata.safeParse(value).success).toBe(false);
  });
});

describe('limit', () => {
  it('is a decimal integer, 100 when absent', () => {
    expect([limit.parse('1'), limit.parse('007'), limit.parse('1000'), limit.parse(undefined)]).toEqual([
      1, 7, 1_000, 100,
    ]);
  });

  it.for(['', '0', '1001', '0x10', '1e2', '1.0', ' 1', '+1', '-1', '１'])('may not be %j', (text) => {
    expect(limit.safeParse(text).success).toBe(false);
  });
});

describe('isWellFormed', () => {
  it('finds halves of surrogate pairs that stand alone', () => {
    expect(['', 'a', '😀', '\uffff'].every(isWellFormed)).toBe(true);
    expect(['\ud83d', '\ude00', '\ude00\ud83d', 'a\ud83d😀'].some(isWellFormed)).toBe(false);
  });
});

describe('request bodies', () => {
  const { sessions, messages, users } = nativeContract;
  const bodies = {
    'sessions.create': [sessions.create.body, { session_id: 's' }],
    'sessions.update': [sessions.update.body, {}],
    'messages.add': [messages.add.body, { messages: [{ role: 'user', content: '' }] }],
    'messages.update': [messages.update.body, { metadata: null }],
    'users.create': [users.create.body, { user_id: 'u' }],
    'users.update': [users.update.body, { email: null }],
  } as const;

  it.for(Object.entries(bodies))('%s › is strict', ([, [schema, body]]) => {
    expect(schema.safeParse(body).success).toBe(true);
    for (const key of ['unknown', '__proto__', 'constructor', 'toString']) {
      const text = JSON.stringify(body).replace(/^\{/, `{"${key}":1,`).replace(',}', '}');
      expect(schema.safeParse(JSON.parse(text)).success).toBe(false);
    }
  });
});
