import type { JsonValue } from '@scrollback/core';
import type { ComparisonOperator } from './json-path-syntax.js';

/** `undefined` is unknown: what cannot be compared, or could not be evaluated. */
export type Truth = boolean | undefined;

/**
 * Compares two values as SQL/JSON does. null equals null and differs from all else; otherwise values of two types, and objects and
 * arrays, cannot be compared. Strings are ordered by code points, false comes before true.
 */
export function compareValues(operator: ComparisonOperator, left: JsonValue, right: JsonValue): Truth {
  if (left === null || right === null) {
    return left === right ? holds(operator, 0) : operator === '!=';
  }
  if (typeof left === 'string' && typeof right === 'string') return holds(operator, compareStrings(left, right));
  if (typeof left === 'number' && typeof right === 'number') {
    return holds(operator, left < right ? -1 : Number(left > right));
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return holds(operator, Number(left) - Number(right));
  return undefined;
}

function holds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** `<` compares UTF-16 units, which puts U+FFFD behind the characters above U+FFFF. */
function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    if (left[index] !== right[index]) return rank(left, index) - rank(right, index);
  }
  return left.length - right.length;
}

/** Where the first unit that differs puts a well-formed string: a half of a surrogate pair behind every whole character. */
function rank(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}
