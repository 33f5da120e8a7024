import { describe, expect, it } from 'vitest';
import { firstJsonValue } from '../../src/zep/first-json-value.js';

describe('1.2 parser › the first JSON value', () => {
  it.each([
    ['{"a":1} rest', '{"a":1}'],
    ['{}{}', '{}'],
    ['[1,[2]]]', '[1,[2]]'],
    [' \n\t"a\\"b" "c"', '"a\\"b"'],
    ['{"a":"}\\\\"} x', '{"a":"}\\\\"}'],
    ['null,1', 'null'],
    ['-1.5e3]', '-1.5e3'],
    ['true false', 'true'],
    ['', ''],
    ['  ', ''],
    ['{"a":', '{"a":'],
    ['"never ends \\"', '"never ends \\"'],
    ['}', ''],
  ])('of %j is %j', (text, value) => {
    expect(firstJsonValue(text)).toBe(value);
  });

  // Looked at once each, these take milliseconds; a search that begins again at each of them takes hours.
  it.each([
    ['escaped quotes', `{"${'\\"'.repeat(2_600_000)}`],
    ['quotes', `[${'"'.repeat(5_200_001)}`],
    ['brackets', '['.repeat(5_200_000)],
    ['backslashes', `"${'\\'.repeat(5_200_001)}`],
  ])('of 5 MB of %s that never end is all of it', (_, text) => {
    expect(firstJsonValue(text) === text).toBe(true);
  });
});
