import { describe, expect, test } from 'vitest';
import { openDatabase } from '../src/database.js';
import { loadDriver } from '../src/load-driver.js';
import { checkValues, type Value } from '../src/value.js';

/** Some of these abort the process in libsql: nothing catches that, not even this test. */
const dangerous: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  undefined: undefined,
  'an object': {},
  'an object without prototype': Object.create(null),
  'a boxed number': Object(1),
  'a boxed string': Object('a'),
  'an array': [1],
  'an empty array': [],
  'a BigInt': 1n,
  'not a number': Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  'a fraction': 0.5,
  'an integer that is not safe': 2 ** 53,
  'a symbol': Symbol('a'),
  'a function': () => 1,
  'a date': new Date(0),
  'a regular expression': /a/,
  'a map': new Map(),
  'a promise': Promise.resolve(1),
  'an ArrayBuffer': new ArrayBuffer(1),
  'a DataView': new DataView(new ArrayBuffer(1)),
  'an array of 16 bits': new Uint16Array(1),
  'no bytes': new Uint8Array(0),
  'a text with a NUL character': 'a\0b',
};

const harmless: readonly Value[] = ['', 'text', '\ufeff', 0, -1, 2 ** 53 - 1, -(2 ** 53) + 1, null];

describe('a bound value', async () => {
  const database = openDatabase(await loadDriver(), ':memory:');
  const echo = database.prepare('SELECT ? AS value');

  for (const [name, value] of Object.entries(dangerous)) {
    test(`is refused when it is ${name}`, () => {
      for (const call of [echo.run, echo.get, echo.all]) expect(() => call([value as never])).toThrow(TypeError);
      expect(() => checkValues([1, value as never])).toThrow(/^value 2 cannot be bound/);
    });
  }

  test('is refused outside one array', () => {
    for (const values of ['a', 1, true, null, {}, new Uint8Array(1), { 0: 1, length: 1 }]) {
      expect(() => echo.get(values as never)).toThrow(TypeError);
    }
    // biome-ignore lint/suspicious/noSparseArray: that is what is tested.
    expect(() => echo.get([,] as never)).toThrow(TypeError);
  });

  test('comes back as it was', () => {
    for (const value of harmless) expect(echo.get([value])).toEqual({ value });
    for (const value of harmless) expect(echo.all([value])).toEqual([{ value }]);
    for (const bytes of [new Uint8Array([0, 1, 255]), Buffer.from('ab')]) {
      const values = [echo.get([bytes])?.value, echo.all([bytes])[0]?.value];
      for (const value of values) {
        expect(value).toBeInstanceOf(Uint8Array);
        expect(Buffer.from(value as Uint8Array)).toEqual(Buffer.from(bytes));
      }
    }
  });

  test('counts for its own call only, whatever was called before', () => {
    const fragile = database.prepare('SELECT json(?) AS value');
    for (const [index, failing] of [fragile.get, fragile.all, fragile.run].entries()) {
      expect(() => failing(['{'])).toThrow(/malformed/);
      for (const call of ['a', 'b']) {
        const value = `{"${call}":${index}}`;
        expect(fragile.get([value])).toEqual({ value });
        expect(fragile.all([value])).toEqual([{ value }]);
      }
    }
  });
});
