import { describe, expect, it } from 'vitest';
import { readQueryWords, readWords } from '../../../src/zep/search/words.js';

describe('words', () => {
  const texts: readonly (readonly [text: string, words: readonly string[]])[] = [
    ['', []],
    ['… — 🎉 !?', []],
    ['Hello, World!', ['hello', 'world']],
    ["don't snake_case 3.14", ['don', 't', 'snake', 'case', '3', '14']],
    ['Crème BRÛLÉE', ['creme', 'brulee']],
    ['Cre\u0300me', ['creme']],
    ['ﬁne ＡＢＣ', ['fine', 'abc']],
    ['Привет, Ёлка', ['привет', 'елка']],
    ['Αθήνα', ['αθηνα']],
    ['हिन्दी भाषा', ['हिन्दी', 'भाषा']],
    ['مرحبا بالعالم', ['مرحبا', 'بالعالم']],
    ['東京', ['東京', '京']],
    ['猫', ['猫']],
    ['東京都。iPhoneを', ['東京', '京都', '都', 'iphone', 'を']],
    ['コーヒー', ['コー', 'ーヒ', 'ヒー', 'ー']],
    ['서울에서', ['서울', '울에', '에서', '서']],
    ['𠮷野家', ['𠮷野', '野家', '家']],
  ];

  it.for(texts)('%s › are %j', ([text, words]) => {
    expect(readWords(text)).toEqual(words);
  });

  it('of a query have a single character only where one was written', () => {
    expect(readQueryWords('東京の Café 猫')).toEqual(['東京', '京の', 'cafe', '猫']);
  });

  it('are compared by their first 64 characters', () => {
    expect(readWords('x'.repeat(100))).toEqual(['x'.repeat(64)]);
    expect(readWords(`é${'x'.repeat(100)}`)).toEqual([`e${'x'.repeat(63)}`]);
  });
});
