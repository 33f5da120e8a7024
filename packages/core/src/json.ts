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

/**
 * JSON pointer (RFC 6901) of the first value nested deeper than `maxDepth` objects and arrays, if there is one.
 *
 * Iterative: hostile nesting must not overflow the stack here, since this check is what protects everything after it.
 */
export function findTooDeep(root: unknown, maxDepth: number): string | undefined {
  const stack: { value: unknown; depth: number; pointer: string }[] = [{ value: root, depth: 0, pointer: '' }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (typeof entry.value !== 'object' || entry.value === null) continue;
    if (entry.depth >= maxDepth) return entry.pointer;
    for (const [key, value] of Object.entries(entry.value)) {
      if (typeof value !== 'object' || value === null) continue;
      stack.push({ value, depth: entry.depth + 1, pointer: `${entry.pointer}/${escapePointer(key)}` });
    }
  }
  return undefined;
}

/** One reference token of a JSON pointer, escaped. */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
