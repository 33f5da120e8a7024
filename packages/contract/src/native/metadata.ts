import { z } from 'zod';
import { limits } from '../limits.js';

/** Any JSON object. Keys like `__proto__` are ordinary keys in it. */
export interface JsonObject {
  [key: string]: JsonValue;
}
export type JsonValue = string | number | boolean | null | JsonObject | JsonValue[];

/**
 * Hands on the very object that came in, looking only at what it is. A schema of its contents would copy it, and lose an own
 * `__proto__` key; depth, size and well-formed text are checked where the whole body is at hand.
 */
export const metadata = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: 'must be a JSON object',
  })
  .meta({
    id: 'Metadata',
    description: `Any JSON object: at most ${limits.metadata.bytes} bytes of JSON and ${limits.metadata.depth} levels of objects and arrays, the outermost included (default limits). Every key is an ordinary key.`,
    examples: [{ channel: 'web', tags: ['vip'] }],
    override: { type: 'object', additionalProperties: true },
  });

/** RFC 7396. */
export const metadataPatch = metadata.nullable().meta({
  description:
    'Merged into what is stored (RFC 7396): objects merge key by key, `null` removes a key, anything else replaces. `null` instead of an object removes all metadata.',
});
