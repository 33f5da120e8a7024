import { describe, expect, test } from 'vitest';
import { bucketCount, createKeys, idOf } from '../src/keys.js';
import { decodeNote, encodeNote } from '../src/note.js';
import { parseUrl } from '../src/parse-url.js';
import { decodePacked, decodeSession, encodeSession } from '../src/session-codec.js';
import { toStamp } from '../src/stamp.js';
import { coversVersion, createTokens } from '../src/tokens.js';
import { UnreadableError } from '../src/unreadable.js';
import { decodeUser, encodeUser } from '../src/user-codec.js';
import { newSession, newUser, newUuid } from './harness/records.js';

const hostile = ['a b', '\n', '-', '?1', '{b1}', '%', ':', '*', '\u0000', 'é', '🙂', 'b1:x', '"', '__proto__'];

describe('a session record', () => {
  const sessions = [
    newSession({ position: 7 }),
    newSession({ position: 7, metadata: '{"a":"line\\nend"}\n\n ' }),
    newSession({
      position: Number.MAX_SAFE_INTEGER,
      version: Number.MAX_SAFE_INTEGER,
      state: 'deleted',
      deletedAt: 1,
      purgeableSince: 0,
      restoreHiddenThrough: 0,
      trimmedThrough: 3,
      lastSeq: Number.MAX_SAFE_INTEGER,
      hiddenThrough: 5,
    }),
    ...hostile.map((text) =>
      newSession({ id: text, position: 1, user: { id: text, uuid: newUuid() }, metadata: text }),
    ),
  ];

  test.for(sessions)('is what it was after it was stored: $id', (record) => {
    const stored = decodeSession(record.id, toStamp(record), `${record.position}`, encodeSession(record));
    expect(stored).toEqual({ record, place: 'settled' });
    const text = `12 ${record.position} ${toStamp(record)} ${encodeSession(record)}`;
    expect(decodePacked(record.id, text)).toEqual({ own: 12, stored });
  });

  test('tells how far its placing is', () => {
    const record = newSession();
    const place = (position: string | null) => decodeSession('id', toStamp(record), position, encodeSession(record));
    expect(place(null)).toMatchObject({ place: 'new', record: { position: 0 } });
    expect(place('?5')).toMatchObject({ place: 'unconfirmed', record: { position: 5 } });
    expect(place('5')).toMatchObject({ place: 'settled', record: { position: 5 } });
  });

  test('is refused when it is damaged', () => {
    const text = encodeSession(newSession());
    const stamp = toStamp(newSession());
    for (const damaged of [
      '',
      'x',
      `${text} 1`,
      text.slice(2),
      text.replace('live', 'alive'),
      text.replace('0', '-1'),
    ]) {
      expect(() => decodeSession('id', stamp, '1', damaged), damaged).toThrow(UnreadableError);
    }
    expect(() => decodeSession('id', stamp.slice(1), '1', text)).toThrow(UnreadableError);
    expect(() => decodeSession('id', stamp, 'x', text)).toThrow(UnreadableError);
  });
});

describe('a user record', () => {
  test.for([null, ...hostile, '\ud800'])('is what it was after it was stored: %j', (text) => {
    const metadata = text === '\ud800' ? null : text;
    const user = newUser({ position: 3, email: text, firstName: text, lastName: text, metadata });
    expect(decodeUser(user.id, toStamp(user), '3', encodeUser(user))).toEqual(user);
  });
});

describe('a note', () => {
  test.for(hostile)('is what it was after it was stored: %j', (text) => {
    const user = { id: text, uuid: newUuid() };
    const record = newSession({ id: text, user, metadata: text });
    const previousRecord = encodeSession(record);
    const stored = encodeNote(record, { position: 4, writtenAt: 5, token: 'abc.1', previousRecord });
    expect(decodeNote(record.uuid, stored)).toEqual({
      uuid: record.uuid,
      id: text,
      version: 1,
      state: 'live',
      userUuid: user.uuid,
      userId: text,
      position: 4,
      writtenAt: 5,
      token: 'abc.1',
      previousRecord,
      text: stored,
    });
  });
});

describe('a key', () => {
  const keys = createKeys('prefix');

  test('has its hash tag before the id', () => {
    for (const id of hostile) {
      const bucket = keys.bucketOf(id);
      for (const key of [bucket.session, bucket.messages, bucket.ids]) {
        expect(/^[^{]*\{([^}]*)\}/.exec(key + id)?.[1]).toBe(bucket.tag);
      }
      expect(/^[^{]*\{([^}]*)\}/.exec(keys.user(id))?.[1]).toBe('lists');
      expect(idOf(keys.member(newUuid(), id))).toBe(id);
    }
  });

  test('of a user is never that of a list', () => {
    const uuid = newUuid();
    const lists = (['live', 'deleted'] as const).map((state) => keys.sessionList(state, uuid));
    for (const id of [`${uuid}:live`, `${uuid}:deleted`, ':live', 'live']) expect(lists).not.toContain(keys.user(id));
  });

  test('is in the same bucket for ever', () => {
    const tags = ['', 'a', 'session-1', '🙂', 'x'.repeat(1_024)].map((id) => keys.bucketOf(id).tag);
    expect(tags).toMatchInlineSnapshot(`
      [
        "b990",
        "b531",
        "b47",
        "b596",
        "b910",
      ]
    `);
  });

  test('is in every bucket equally often', () => {
    const counts = new Map<string, number>();
    const total = bucketCount * 40;
    for (let index = 0; index < total; index += 1) {
      const { tag } = keys.bucketOf(index % 2 === 0 ? newUuid() : `session-${index}`);
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
    expect(counts.size).toBe(bucketCount);
    expect(Math.max(...counts.values())).toBeLessThan(90);
  });
});

describe('the tokens of a record', () => {
  test('go back to a version, unless it was cut off', () => {
    const { next } = createTokens();
    const tokens = [9, 8, 7].map((version) => next(version));
    expect(new Set(tokens).size).toBe(3);
    const writes = ` ${tokens.join(' ')} `;
    expect([6, 7, 8, 12].map((version) => coversVersion(writes, version))).toEqual([false, true, true, true]);
    expect(coversVersion(writes.slice(0, -2), 7)).toBe(false);
    expect(coversVersion('', 7)).toBe(false);
  });
});

describe('a URL', () => {
  test.for([
    ['redis://localhost', ['redis', 'localhost:6379', undefined, undefined, 0]],
    ['redis://a:b%40c@10.0.0.1:7000/3', ['redis', '10.0.0.1:7000', 'a', 'b@c', 3]],
    [
      'rediss://:secret:with:colons@cache.example:6380',
      ['rediss', 'cache.example:6380', undefined, 'secret:with:colons', 0],
    ],
    ['redis://[::1]:7000', ['redis', '::1:7000', undefined, undefined, 0]],
    ['redis-cluster://a:1,b:2,c', ['redis-cluster', 'a:1 b:2 c:6379', undefined, undefined, 0]],
    ['rediss-cluster://u:p@a:1,b:2/0', ['rediss-cluster', 'a:1 b:2', 'u', 'p', 0]],
    ['redis-sentinel://u:p@a:1,b,[::1]:3/m.1_x-y/2', ['redis-sentinel', 'a:1 b:26379 ::1:3', 'u', 'p', 2]],
    ['rediss-sentinel://a/m', ['rediss-sentinel', 'a:26379', undefined, undefined, 0]],
  ] as const)('is understood: %s', ([url, expected]) => {
    const { protocol, nodes, username, password, db } = parseUrl(url);
    const addresses = nodes.map(({ host, port }) => `${host}:${port}`).join(' ');
    expect([protocol, addresses, username, password, db]).toEqual(expected);
  });

  test('of Sentinels says which master, and how to speak to them', () => {
    const nothing = { username: undefined, password: undefined };
    expect(parseUrl('redis://a').sentinel).toBeUndefined();
    expect(parseUrl('redis-sentinel://u:p@a/m/1').sentinel).toEqual({ masterName: 'm', ...nothing });
    const { sentinel } = parseUrl('redis-sentinel://a/m?sentinel_username=s&sentinel_password=%26+=%3F');
    expect(sentinel).toEqual({ masterName: 'm', username: 's', password: '&+=?' });
  });

  test.for([
    '',
    'localhost:6379',
    'http://a',
    'redis://',
    'redis://a,b',
    'redis://a:x',
    'redis-cluster://a:1/3',
    'redis://a:99999',
    'redis://a/x',
    'redis://a/1/2',
    'redis://a?sentinel_password=secret',
    'redis://secret@secret@a',
    'redis://u:%secret@a',
    'redis-sentinel://a:1',
    'redis-sentinel://a:1/',
    'redis-sentinel://a:1//1',
    'redis-sentinel://a:1,/m',
    'redis-sentinel://a:1/m/x',
    'redis-sentinel://a:1/m/1/2',
    'redis-sentinel://a:1/secret@b',
    'redis-sentinel://a:1/m?sentinel_password=%secret',
    'redis-sentinel://a:1/m?sentinel_password=secret&sentinel_password=secret',
    'redis-sentinel://a:1/m?secret=secret',
    'redis-sentinel://a:1/m#secret',
  ])('is refused without repeating it: %s', (url) => {
    expect(() => parseUrl(url)).toThrow(/^(?!.*secret)/);
    expect(() => parseUrl(url.replace('://', '://u:secret@'))).toThrow(/^(?!.*secret)/);
  });
});
