import type { JsonObject } from '@scrollback/core';
import { describe, expect, it } from 'vitest';
import { RequestFault } from '../../../src/http/request-fault.js';
import { pathExists } from '../../../src/zep/search/json-path-evaluator.js';
import { parseJsonPath } from '../../../src/zep/search/json-path-parser.js';
import { createStepBudget, type StepLimits } from '../../../src/zep/search/step-budget.js';
import { pathCases } from './json-path-cases.js';

function find(path: string, metadata: JsonObject, limits?: StepLimits): boolean {
  return pathExists(parseJsonPath(path), metadata, createStepBudget(limits));
}

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RequestFault && error.code === 'invalid_request') return error.message;
    throw error;
  }
  return 'none';
}

describe('a JSONPath', () => {
  it.for(pathCases)('$path › on $metadata: $exists', ({ path, metadata, exists }) => {
    expect(find(path, metadata)).toBe(exists);
  });

  it('sees own keys only', () => {
    expect(find('$.constructor', {})).toBe(false);
    expect(find('$.toString', {})).toBe(false);
    expect(find('$.__proto__', {})).toBe(false);
    expect(find('$.length', { length: 1 })).toBe(true);
    expect(find('$.list.length', { list: [1] })).toBe(false);
    expect(find('$.foo.length', { foo: 'bar' })).toBe(false);
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}}') as JsonObject;
    expect(find('$.__proto__ ? (@.polluted == 1)', hostile)).toBe(true);
    expect(find('$."__proto__".polluted', hostile)).toBe(true);
    expect(find('$.polluted', hostile)).toBe(false);
  });
});

describe('a JSONPath that is none', () => {
  const paths: readonly (readonly [path: string, problem: RegExp])[] = [
    ['', /expected a path or a value, found its end \(at character 1\)/],
    ['   ', /found its end/],
    ['foo', /expected a path or a value, found "foo"/],
    ['$.', /expected a key/],
    ['$..foo', /expected a key, found "\." \(at character 3\)/],
    ['$.foo bar', /expected its end, found "bar"/],
    ['$[', /expected a number or last/],
    ['$[]', /expected a number or last/],
    ['$["foo"]', /expected a number or last, found "foo"/],
    ['$[0', /expected "]"/],
    ['$[0 to]', /expected a number or last/],
    ['$.**{1', /expected "}"/],
    ['$.1a', /quote a key/],
    ['$ ? @.a', /expected "\("/],
    ['$ ? (@.a)', /expected a comparison/],
    ['$ ? (@.a == 1', /expected "\)", found its end/],
    ['$ ? (@.a = 1)', /expected "\)", found "="|unexpected "= 1\)"/],
    ['$ ? (@.a == 1 &&)', /expected a path or a value/],
    ['$ ? (@.a == 1 && @.b)', /expected a comparison/],
    ['$ ? (!@.a == 1)', /expected "\("/],
    ['$ ? (exists(@.a == 1))', /a comparison stands where a path is expected/],
    ['$ ? ((@.a == 1) == true)', /expected "\)"/],
    ['$ ? ((@.a == 1) is null)', /expected "unknown"/],
    ['$ ? (@.a starts with @.b)', /expected a string/],
    ['$ ? (@ == TRUE)', /expected a path or a value/],
    ['@.a', /@ has a meaning inside of a filter only \(at character 1\)/],
    ['$.a ? (@ == 1) == @', /@ has a meaning inside of a filter only \(at character 19\)/],
    ['$[@.a]', /expected a number or last/],
    ['last', /expected a path or a value/],
    ['"foo', /unexpected/],
    ['"\\ud83d"', /half of a surrogate pair/],
    ['"\\u12"', /bad escape/],
    ['"\\xg0"', /bad escape/],
    ['"\\u{110000}"', /bad escape/],
    ['$.foo; drop table message', /expected its end, found "drop"/],
  ];

  it.for(paths)('%s › is refused, with the place', ([path, problem]) => {
    expect(faultOf(() => parseJsonPath(path))).toMatch(problem);
    expect(faultOf(() => parseJsonPath(path))).toMatch(/^invalid JSONPath: .* \(at character \d+\)$/);
  });

  const unsupported: readonly (readonly [path: string, name: string])[] = [
    ['$ ? (@.a like_regex "^b")', 'like_regex is not supported'],
    ['$ ? (@.a + 1 == 2)', 'arithmetic is not supported'],
    ['$ ? (@.a == 1 * 2)', 'arithmetic is not supported'],
    ['$[last - 1]', 'arithmetic is not supported'],
    ['$.my-key', 'arithmetic is not supported (a key with other characters than letters is written in quotes'],
    ['$ ? (@.a == $name)', 'a variable is not supported'],
    ['$"name"', 'a variable is not supported'],
    ['$.a.datetime()', 'the method "datetime" is not supported'],
    ['$ ? (@.a.double() > 1)', 'the method "double" is not supported'],
    ['$.keyvalue()', 'the method "keyvalue" is not supported'],
  ];

  it.for(unsupported)('%s › is refused by name', ([path, name]) => {
    expect(faultOf(() => parseJsonPath(path))).toContain(name);
  });

  it('is quoted in short', () => {
    expect(faultOf(() => parseJsonPath(`$ ${'x'.repeat(4_000)}`)).length).toBeLessThan(120);
    expect(faultOf(() => parseJsonPath(`$ ${'\u{1f600}'.repeat(2_000)}`))).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('a hostile JSONPath', () => {
  it('may have 4,096 characters', () => {
    const path = `$${'.abcdefg'.repeat(511)}`.padEnd(4_096);
    expect(find(path, {})).toBe(false);
    expect(faultOf(() => parseJsonPath(`${path} `))).toBe('invalid JSONPath: longer than 4096 characters');
  });

  it('may be nested 32 levels deep', () => {
    const nest = (depth: number) => `${'$ ? (exists('.repeat(depth / 2)}$.a${'))'.repeat(depth / 2)}`;
    expect(find(nest(32), { a: 1 })).toBe(true);
    expect(faultOf(() => parseJsonPath(nest(34)))).toContain('nested deeper than 32');
    expect(faultOf(() => parseJsonPath('('.repeat(4_096)))).toContain('nested deeper than 32');
    expect(faultOf(() => parseJsonPath('!('.repeat(2_048)))).toContain('nested deeper than 32');
  });

  it('may be a long chain', () => {
    const chain = Array.from({ length: 300 }, (_, index) => `(@.a==${index + 50})`).join('||');
    expect(find(`$ ? (${chain})`, { a: 349 })).toBe(true);
    expect(find(`$ ? (${chain})`, { a: 350 })).toBe(false);
  });

  const limits: StepLimits = { perMessage: 1_000, perSearch: 1_500 };
  const wide: JsonObject = { list: Array.from({ length: 100 }, () => 1), text: 'x'.repeat(60_000) };
  const costly: readonly string[] = [
    '$.**.**.**.**.none',
    `$.list${'[0 to last, 0 to last]'.repeat(5)}`,
    `$[${Array.from({ length: 50 }, () => 0).join()}].list[*]`,
    `$[${Array.from({ length: 50 }, () => 0).join()}].list.none`,
    `$ ? ($[${Array.from({ length: 50 }, () => 0).join()}].list == 2)`,
    `$ ? ($[${Array.from({ length: 50 }, () => 0).join()}].list == @.none)`,
    `$[${Array.from({ length: 50 }, () => 0).join()}].list ? (@ == 2)`,
    `$[${Array.from({ length: 600 }, () => 0).join()}].*`,
    '$ ? ($.list[*] < $.list[*])',
    '$.list[*] ? (exists($.list[*] ? (@ == 2)))',
    '$.list[*] ? ($.text < $.text)',
  ];

  it.for(costly)('%s › is stopped when it costs too much', (path) => {
    expect(faultOf(() => find(path, wide, limits))).toContain('takes too long');
  });

  it('is stopped when the messages of a search together cost too much', () => {
    const path = parseJsonPath('$.list[*] ? (@ == 2)');
    const budget = createStepBudget({ perMessage: 400, perSearch: 1_000 });
    const searchOften = (count: number) => {
      for (let index = 0; index < count; index += 1) {
        budget.beginMessage();
        expect(pathExists(path, wide, budget)).toBe(false);
      }
    };
    expect(faultOf(() => searchOften(3))).toBe('none');
    expect(faultOf(() => searchOften(1))).toContain('takes too long');
  });

  it('is stopped on the largest metadata with the usual limits', () => {
    const level = (depth: number): JsonObject => (depth === 0 ? {} : { a: level(depth - 1), b: 1 });
    expect(faultOf(() => find(`$${'.**'.repeat(100)}.none`, level(30)))).toContain('takes too long');
  });

  it('that looks at each value of the largest metadata is not stopped', () => {
    const metadata: JsonObject = { list: Array.from({ length: 32_000 }, () => 1) };
    expect(find('$.** ? (@.a == 2)', metadata)).toBe(false);
  });
});
