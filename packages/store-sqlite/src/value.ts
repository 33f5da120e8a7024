/** What may be bound to a statement, and what a row holds. Numbers are whole: no column of ours is anything else. */
export type Value = string | number | null | Uint8Array;

export type Row = Readonly<Record<string, Value>>;

/**
 * Lets through one array of values, and throws a `TypeError` for everything else.
 *
 * Nothing may reach a driver but through here: a boolean or an object that is bound aborts the whole process in libsql, which
 * also cuts a text at a NUL character, and stores no bytes as NULL.
 */
export function checkValues(values: readonly Value[]): readonly Value[] {
  if (!Array.isArray(values)) throw new TypeError('values are bound as one array');
  for (let index = 0; index < values.length; index += 1) {
    if (!isValue(values[index])) throw new TypeError(`value ${index + 1} cannot be bound: ${describe(values[index])}`);
  }
  return values;
}

function isValue(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0');
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return value === null || (value instanceof Uint8Array && value.length > 0);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return 'a text with a NUL character';
  if (value instanceof Uint8Array) return 'no bytes';
  return typeof value === 'number' ? `the number ${value}` : `a value of type ${typeof value}`;
}
