import { z } from 'zod';
import { limits } from '../limits.js';
import { isWellFormed } from '../well-formed.js';

const encoder = new TextEncoder();
/** A UTF-16 unit is at most three bytes in UTF-8, so shorter ids need no counting. */
const surelyShort = Math.floor(limits.idBytes / 3);

function isShort(id: string): boolean {
  return id.length <= surelyShort || (id.length <= limits.idBytes && encoder.encode(id).length <= limits.idBytes);
}

/** What keeps `id` from being the id of a session or user. */
export function idFault(id: string): string | undefined {
  if (id === '') return 'must not be empty';
  if (!isShort(id)) return `must not be longer than ${limits.idBytes} bytes of UTF-8`;
  if (id === '.' || id === '..') return 'must not be "." or "..": no URL can carry them';
  return isWellFormed(id) ? undefined : 'must be well-formed Unicode';
}

function createId(what: string, example: string) {
  return z
    .string()
    .check(({ value, issues }) => {
      const fault = idFault(value);
      if (fault !== undefined) issues.push({ code: 'custom', message: fault, input: value });
    })
    .meta({
      description: `${what}: any string of 1 to ${limits.idBytes} bytes of well-formed UTF-8, except \`.\` and \`..\`. Percent-encode it in a path.`,
      examples: [example],
      override: { minLength: 1, maxLength: limits.idBytes },
    });
}

export const sessionId = createId("The app's key for a session", 'support-4711');

export const userId = createId("The app's key for a user", 'ada@example.org');

/** Any letter case comes in; lower case goes on. */
export const messageUuid = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    'must be a UUID like 01936b2e-…, 36 characters',
  )
  .toLowerCase()
  .meta({
    description: 'UUID of a message, unique within its session. Any letter case is accepted; answers are lower case.',
    examples: ['01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01'],
    override: { format: 'uuid', pattern: undefined, minLength: 36, maxLength: 36 },
  });
