export type JsonValue = string | number | boolean | null | JsonObject | JsonArray;
/** An object as `JSON.parse` makes it: `__proto__` and `constructor` are ordinary own keys. */
export interface JsonObject {
  [key: string]: JsonValue;
}
type JsonArray = JsonValue[];

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own value under `key`; never something inherited, whatever the key is called. */
export function getOwn(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own, enumerable `key`. An assignment to `__proto__` would change the prototype instead. */
export function setOwn(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

export interface JsonFault {
  readonly kind: 'too_deep' | 'not_well_formed' | 'not_finite';
  /** JSON pointer (RFC 6901) of the value; of the object, when one of its keys is at fault. */
  readonly pointer: string;
}

export interface JsonRules {
  /** Objects and arrays inside one another; the outermost is the first. */
  readonly maxDepth: number;
  /** Refuse strings and keys with half of a surrogate pair, which UTF-8 cannot hold. */
  readonly wellFormed?: boolean;
  /** Refuse numbers that JSON cannot hold: `1e999` is parsed as infinity, and would be stored as null. */
  readonly finite?: boolean;
}

/**
 * The first fault of a parsed JSON value, in the order of its members.
 *
 * Safe with hostile values: it never goes deeper than `maxDepth`, and its time is linear in the number of values. That is why
 * arrays are walked by index, since any other way makes a string of each, and pointers are made on the way back only.
 */
export function findJsonFault(value: unknown, rules: JsonRules): JsonFault | undefined {
  return find(value, rules.maxDepth, rules);
}

function find(value: unknown, depthLeft: number, rules: JsonRules): JsonFault | undefined {
  if (typeof value === 'number') return rules.finite && !Number.isFinite(value) ? faultHere('not_finite') : undefined;
  if (typeof value === 'string')
    return rules.wellFormed && !isWellFormed(value) ? faultHere('not_well_formed') : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depthLeft === 0) return faultHere('too_deep');
  return Array.isArray(value)
    ? findInArray(value, depthLeft - 1, rules)
    : findInObject(value as JsonObject, depthLeft - 1, rules);
}

function findInArray(array: readonly unknown[], depthLeft: number, rules: JsonRules): JsonFault | undefined {
  for (let index = 0; index < array.length; index += 1) {
    const fault = find(array[index], depthLeft, rules);
    if (fault !== undefined) return faultBelow(String(index), fault);
  }
  return undefined;
}

function findInObject(object: JsonObject, depthLeft: number, rules: JsonRules): JsonFault | undefined {
  for (const key in object) {
    if (rules.wellFormed && !isWellFormed(key)) return faultHere('not_well_formed');
    const fault = find(object[key], depthLeft, rules);
    if (fault !== undefined) return faultBelow(key, fault);
  }
  return undefined;
}

function faultHere(kind: JsonFault['kind']): JsonFault {
  return { kind, pointer: '' };
}

function faultBelow(key: string, { kind, pointer }: JsonFault): JsonFault {
  return { kind, pointer: `/${escapePointer(key)}${pointer}` };
}

const loneSurrogate = /\p{Surrogate}/u;

function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** One reference token of a JSON pointer, escaped. */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
