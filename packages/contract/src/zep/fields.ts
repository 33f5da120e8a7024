import { z } from 'zod';
import { limits } from '../limits.js';
import { idFault } from '../native/ids.js';
import type { JsonObject } from '../native/metadata.js';

// What the fields of Zep's bodies may be. Zep's decoder (Go's encoding/json) took a field name in any letter case, took null
// for absent, and ignored the fields it did not know.

/** An object with these fields; `null` is one that has none of them. */
export function zepObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  const maxLength = Math.max(...[...names.keys()].map(({ length }) => length));
  return z.preprocess((value) => foldNames(value, { names, maxLength }), z.object(shape, 'must be a JSON object'));
}

interface KnownNames {
  /** Lower case → name. */
  readonly names: ReadonlyMap<string, string>;
  readonly maxLength: number;
}

/** The fields that are known, under the names that are known; of several ways to write one name the last counts. */
function foldNames(value: unknown, { names, maxLength }: KnownNames): unknown {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const folded: Record<string, unknown> = {};
  const fields = value as Readonly<Record<string, unknown>>;
  // What JSON.parse made inherits nothing that is listed here.
  for (const key in fields) {
    if (key.length > maxLength) continue;
    const name = names.get(key) ?? names.get(key.toLowerCase());
    if (name !== undefined) folded[name] = fields[key] ?? undefined;
  }
  return folded;
}

/** Zep's database could not hold NUL and dropped it. */
export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

export const text = z.string('must be a string').transform(withoutNul);

/** A short text; an empty one counts as absent. */
export const name = text
  .refine((value) => value.length <= limits.nameLength, `must not be longer than ${limits.nameLength} characters`)
  .transform((value) => (value === '' ? undefined : value))
  .optional();

/** Marks an issue whose message is all that Zep answered, without the name of the field. */
export const isSentence = { isSentence: true };

/** The key of a session or user that is to be made. `whenEmpty` is what Zep answered. */
export function newId(whenEmpty: string) {
  return z
    .string('must be a string')
    .default('')
    .transform(withoutNul)
    .check(({ value, issues }) => {
      const fault = idFault(value);
      if (value === '') issues.push({ code: 'custom', message: whenEmpty, params: isSentence, input: value });
      else if (fault !== undefined) issues.push({ code: 'custom', message: fault, input: value });
    });
}

/** The key of a user that should exist. What cannot be a key is one of a user that does not. */
export const knownId = text
  .refine(({ length }) => length <= limits.idBytes, `must not be longer than ${limits.idBytes} bytes`)
  .optional();

const nilUuid = '00000000-0000-0000-0000-000000000000';
const uuidForms = /^(?:urn:uuid:|\{)?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;
const canonicalForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const uuidLengths: readonly number[] = [32, 36, 38, 45];

/** The canonical form of a UUID in one of the four forms that Zep's parser knew; `undefined` when it is none. */
export function canonicalUuid(value: string): string | undefined {
  if (canonicalForm.test(value)) return value;
  const match = uuidLengths.includes(value.length) ? uuidForms.exec(value) : null;
  const canonical = match?.slice(1).join('-').toLowerCase();
  if (canonical === undefined) return undefined;
  const body = value.toLowerCase();
  const isForm = [canonical, `{${canonical}}`, `urn:uuid:${canonical}`, canonical.replaceAll('-', '')].includes(body);
  return isForm ? canonical : undefined;
}

/** In a body. The nil UUID means that there is none. */
export const uuid = z
  .string('must be a UUID')
  .transform((value, context) => {
    const canonical = canonicalUuid(value);
    if (canonical === undefined)
      context.addIssue({ code: 'invalid_format', format: 'uuid', message: 'must be a UUID' });
    return canonical === nilUuid ? undefined : canonical;
  })
  .optional();

/** Times are checked, and then ignored: the server gives its own. */
export const ignoredTime = z.iso.datetime({ offset: true, error: 'must be an RFC 3339 time' }).optional();

export const metadata = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: 'must be a JSON object',
  })
  .optional();

export const tokenCount = z
  .int('must be a whole number')
  .min(-limits.tokenCount - 1)
  .max(limits.tokenCount)
  .default(0);
