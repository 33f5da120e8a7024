import type { JsonObject, JsonValue } from '@scrollback/core';
import { describe, expect, it } from 'vitest';
import { createStepBudget } from '../../../src/zep/search/step-budget.js';
import { meets, parseWhere } from '../../../src/zep/search/where.js';

const isDate = { jsonpath: '$.system.entities[*] ? (@.Label == "DATE")' };
const isFoo = { jsonpath: "$[*] ? (@.foo == 'bar')" };
const isNew = { jsonpath: '$ ? (@.year > 2020)' };

function passes(where: JsonValue, metadata: JsonObject | undefined): boolean {
  const condition = parseWhere(where);
  return condition === undefined || meets(condition, metadata, createStepBudget());
}

describe('a where', () => {
  const date = { system: { entities: [{ Label: 'DATE' }] } };

  it('is one path, whose single quotes count as double ones', () => {
    expect(passes(isFoo, { foo: 'bar' })).toBe(true);
    expect(passes(isFoo, { foo: "'bar'" })).toBe(false);
    expect(passes(isDate, date)).toBe(true);
  });

  it('joins paths by and, by or, and by both inside one another', () => {
    expect(passes({ and: [isDate, isFoo] }, { ...date, foo: 'bar' })).toBe(true);
    expect(passes({ and: [isDate, isFoo] }, date)).toBe(false);
    expect(passes({ or: [isDate, isFoo] }, date)).toBe(true);
    expect(passes({ or: [isDate, isFoo] }, { foo: 'baz' })).toBe(false);
    const nested = { or: [{ and: [isFoo, isNew] }, { and: [isDate, { or: [isFoo, isNew] }] }] };
    expect(passes(nested, { foo: 'bar', year: 2021 })).toBe(true);
    expect(passes(nested, { ...date, year: 2021 })).toBe(true);
    expect(passes(nested, { ...date, year: 2019 })).toBe(false);
    expect(passes(nested, { year: 2021 })).toBe(false);
  });

  it('needs all of jsonpath, and, and or, when it has several', () => {
    const where = { ...isNew, or: [isDate, isFoo] };
    expect(passes(where, { year: 2021, foo: 'bar' })).toBe(true);
    expect(passes(where, { year: 2021 })).toBe(false);
    expect(passes(where, { foo: 'bar' })).toBe(false);
  });

  it('without a condition lets everything pass', () => {
    for (const where of [{}, { and: [] }, { or: [] }, { jsonpath: '' }, { jsonpath: null, and: null, or: null }]) {
      expect(parseWhere(where)).toBeUndefined();
    }
    expect(passes({ or: [{}, isFoo] }, {})).toBe(false);
  });

  it('is never met without metadata', () => {
    expect(passes({ jsonpath: '$' }, undefined)).toBe(false);
    expect(passes({ or: [{ jsonpath: '$' }, isFoo] }, undefined)).toBe(false);
    expect(passes({ jsonpath: '$' }, {})).toBe(true);
  });

  const refused: readonly (readonly [where: JsonValue, problem: RegExp])[] = [
    ['$.foo', /metadata\.where must be an object/],
    [[isFoo], /metadata\.where must be an object/],
    [1, /metadata\.where must be an object/],
    [{ json_path: '$.foo' }, /neither jsonpath nor and nor or/],
    [{ and: [{ not: [] }] }, /a condition of metadata\.where has neither/],
    [{ jsonpath: 1 }, /jsonpath of metadata\.where must be a string/],
    [{ jsonpath: ['$.foo'] }, /jsonpath of metadata\.where must be a string/],
    [{ and: isFoo }, /and of metadata\.where must be a list/],
    [{ or: 'x' }, /or of metadata\.where must be a list/],
    [{ or: [null] }, /a condition of metadata\.where must be an object/],
    [{ and: ['$.foo'] }, /a condition of metadata\.where must be an object/],
    [{ jsonpath: '$.[' }, /invalid JSONPath/],
    [{ or: [isFoo, { and: [{ jsonpath: "$ ? (@.a == 'it's')" }] }] }, /invalid JSONPath/],
  ];

  it.for(refused)('%j › is refused', ([where, problem]) => {
    expect(() => parseWhere(where)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect(() => parseWhere(where)).toThrow(problem);
  });

  it('may be nested 16 levels deep', () => {
    const nest = (depth: number): JsonObject => (depth === 1 ? isFoo : { and: [nest(depth - 1)] });
    expect(passes(nest(16), { foo: 'bar' })).toBe(true);
    expect(() => parseWhere(nest(17))).toThrow('nested deeper than 16');
  });

  it('may have 256 conditions', () => {
    const list = (count: number) => ({ or: Array.from({ length: count - 1 }, () => isFoo) });
    expect(passes(list(256), { foo: 'bar' })).toBe(true);
    expect(() => parseWhere(list(257))).toThrow('more than 256 conditions');
  });
});
