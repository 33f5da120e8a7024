import { setImmediate } from 'node:timers/promises';
import { parseMessage } from '@scrollback/core';
import { describe, expect, it } from 'vitest';
import { findMessages } from '../../../src/zep/search/find-messages.js';
import { parseSearch, type SearchInput } from '../../../src/zep/search/parse-search.js';
import { messagesOf, textsOf } from './messages.js';

const chat = textsOf([
  'Hi, I would like to plan a trip to Iceland in April.',
  'Iceland is lovely in April. Do you want to see the northern lights?',
  'Yes, and my budget for hotels is 2,000 euros.',
  'The hotels in Reykjavík are expensive; camping is cheaper.',
  'Ich fliege lieber im Frühling, die Flüge sind günstiger.',
  'Je préfère un hôtel près de la mer, à Vík.',
  'Предпочитаю гостиницу рядом с морем.',
  '我想在冰岛看北极光。',
  '東京のホテルに泊まりたいです。',
  '서울에서 출발하는 비행기가 있나요?',
  'ฉันอยากไปเที่ยวประเทศไอซ์แลนด์',
]);

async function search(messages: typeof chat, input: SearchInput, limit = Number.POSITIVE_INFINITY) {
  const hits = await findMessages(async () => messages, parseSearch(input), limit);
  return hits.map(({ message, score }) => ({ seq: message.seq, score }));
}

async function find(text: string, messages = chat): Promise<readonly number[]> {
  return (await search(messages, { text })).map(({ seq }) => seq);
}

describe('a search by text', () => {
  const queries: readonly (readonly [text: string, best: readonly number[]])[] = [
    ['northern lights', [2]],
    ['trip to Iceland', [1]],
    ['how expensive are hotels in reykjavik', [4]],
    ['FLÜGE im frühling', [5]],
    ['hotel pres de la mer', [6]],
    ['гостиницу у моря', [7]],
    ['北极光', [8]],
    ['冰岛', [8]],
    ['ホテル', [9]],
    ['東京', [9]],
    ['京', [9]],
    ['서울', [10]],
    ['비행기', [10]],
    ['ไอซ์แลนด์', [11]],
  ];

  it.for(queries)('%s › finds %j first', async ([text, best]) => {
    expect((await find(text)).slice(0, best.length)).toEqual(best);
  });

  it('finds nothing where no word is shared', async () => {
    expect(await find('quantum chromodynamics')).toEqual([]);
    expect(await find('🎉 …')).toEqual([]);
    expect(await find('東北', textsOf(['東京', '北京']))).toEqual([]);
    expect(await find('iceland', [])).toEqual([]);
  });

  it('finds longer words, and those with another letter, behind the very word', async () => {
    const messages = textsOf(['camping', 'camper', 'champ', 'a camp', 'camp fire', 'scampi']);
    expect(await find('camp', messages)).toEqual([5, 4, 2, 1]);
    expect(await find('campimg', messages)).toEqual([1]);
    expect(await find('campinx', messages)).toEqual([1]);
    expect(await find('xamping', messages)).toEqual([1]);
    expect(await find('ampxng', messages)).toEqual([]);
    expect(await find('2023', textsOf(['2024', '20235', '2023']))).toEqual([3, 2]);
    expect(await find('20230', textsOf(['20231', '20230']))).toEqual([2]);
  });

  it('ranks rare words above frequent ones, and more of them above fewer', async () => {
    const messages = textsOf(['the cat', 'the dog', 'the dog', 'the zebra', 'the zebra and the dog']);
    expect((await find('the zebra', messages)).slice(0, 2)).toEqual([4, 5]);
    expect((await find('dog zebra', messages)).slice(0, 2)).toEqual([5, 4]);
    const repeated = textsOf([
      'a dog',
      'a cat',
      'a dog',
      'a cat',
      'a dog',
      'zebra zebra zebra',
      'one dog with one cat',
    ]);
    expect((await find('zebra dog cat', repeated))[0]).toBe(7);
  });

  it('puts the newest of equals first', async () => {
    expect(await find('hello', textsOf(['hello', 'hello you', 'hello']))).toEqual([3, 1, 2]);
    expect(await find('alpha beta', textsOf(['alpha', 'beta']))).toEqual([2, 1]);
  });

  it('gives scores from 0 to 1 that fall with the rank, 1 for the very text', async () => {
    const text = 'Iceland is lovely in April. Do you want to see the northern lights?';
    const [first, ...others] = await search(chat, { text });
    expect(first).toEqual({ seq: 2, score: 1 });
    expect(others.length).toBeGreaterThan(1);
    for (const [index, { score }] of others.entries()) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
      expect(score).toBeLessThanOrEqual(others[index - 1]?.score ?? 1);
    }
  });

  it('never scores above 1, however often a word is repeated', async () => {
    const [first] = await search(textsOf(['cat cat cat cat cat', 'a cat', 'dogs are not cats']), { text: 'cat' });
    expect(first).toEqual({ seq: 1, score: 1 });
  });

  it('looks at the first 64 different words of the query, and 10,000 characters', async () => {
    const words = Array.from({ length: 65 }, (_, index) => `word${index}x`);
    const messages = textsOf(['word63x', 'word64x']);
    expect(await find(words.join(' '), messages)).toEqual([1]);
    expect(await find(`${' '.repeat(9_999)}a word63x`, messages)).toEqual([]);
  });

  it('looks at the first 100,000 characters of a message', async () => {
    const messages = textsOf([`${' '.repeat(99_995)}early`, `${' '.repeat(100_000)}early`]);
    expect(await find('early', messages)).toEqual([1]);
  });
});

describe('a search by metadata', () => {
  const messages = messagesOf([
    { content: 'cat', metadata: { foo: 'bar' } },
    { content: 'a dog', metadata: { foo: 'bar' } },
    { content: 'a cat and a dog', metadata: { foo: 'baz' } },
    { content: 'a cat' },
    { content: 'no animal', metadata: { foo: 'bar' } },
  ]);
  const where = { jsonpath: '$[*] ? (@.foo == "bar")' };

  it('finds the newest first, with score 0', async () => {
    expect(await search(messages, { metadata: { where } })).toEqual([
      { seq: 5, score: 0 },
      { seq: 2, score: 0 },
      { seq: 1, score: 0 },
    ]);
    expect(await search(messages.toReversed(), { metadata: { where } }, 2)).toEqual([
      { seq: 5, score: 0 },
      { seq: 2, score: 0 },
    ]);
  });

  it('goes with a text', async () => {
    expect(await search(messages, { text: 'cat', metadata: { where } })).toEqual([{ seq: 1, score: 1 }]);
  });

  it('goes with dates', async () => {
    const metadata = { where, start_date: '2024-01-01T00:02:00Z', end_date: '2024-01-01T00:04:59Z' };
    expect(await search(messages, { metadata })).toEqual([{ seq: 2, score: 0 }]);
  });

  it('finds everything with a key that filters nothing', async () => {
    expect(await search(messages, { metadata: { anything: 1 } })).toHaveLength(5);
  });

  it('rejects when the filters cost too much', async () => {
    const list = Array.from({ length: 1_000 }, () => 1);
    const hostile = { where: { jsonpath: '$.list[*] ? (exists($.list[*] ? (@ == 2)))' } };
    const run = search(messagesOf([{ content: 'x', metadata: { list } }]), { metadata: hostile });
    await expect(run).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('a search', () => {
  it('returns the very records, at most as many as the limit', async () => {
    const hits = await findMessages(async () => chat, parseSearch({ text: 'Iceland hotels' }), 2);
    expect(hits).toHaveLength(2);
    for (const { message } of hits) expect(chat[message.seq - 1]).toBe(message);
    expect(parseMessage(chat[0] ?? expect.fail()).seq).toBe(1);
    expect(await findMessages(async () => chat, parseSearch({ text: 'Iceland' }), 0)).toEqual([]);
  });

  const long: readonly (readonly [name: string, input: SearchInput])[] = [
    ['text', { text: 'filler' }],
    ['metadata', { metadata: { where: { jsonpath: '$.**.**.none' } } }],
  ];

  it.for(long)('by %s lets others work meanwhile', async ([, input]) => {
    const metadata = { a: { b: { c: { d: { e: { f: { g: {} } } } } } } };
    const messages = messagesOf(Array.from({ length: 10_000 }, () => ({ content: 'filler '.repeat(20), metadata })));
    let isDone = false;
    const found = search(messages, input).finally(() => {
      isDone = true;
    });
    let turns = 0;
    while (!isDone) {
      await setImmediate();
      turns += 1;
    }
    await found;
    expect(turns).toBeGreaterThan(3);
  });

  it('of summaries finds nothing', async () => {
    expect(await search(chat, { text: 'Iceland', search_scope: 'summary' })).toEqual([]);
  });
});
