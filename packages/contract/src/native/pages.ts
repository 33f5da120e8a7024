import { z } from 'zod';
import { limits } from '../limits.js';

/** A decimal integer in a query. Only digits: `0x10`, `1e3`, `+1` and the empty string are mistakes, not numbers. */
export function queryInteger(options: { minimum: number; maximum: number; default: number; description: string }) {
  const { minimum, maximum, description } = options;
  const message = `must be a decimal integer from ${minimum} to ${maximum}, given once`;
  return z
    .string(message)
    .regex(/^[0-9]{1,15}$/, { error: message, abort: true })
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, message)
    .default(options.default)
    .meta({
      description,
      override: { type: 'integer', minimum, maximum, default: options.default, pattern: undefined },
    });
}

export const limit = queryInteger({
  minimum: 1,
  maximum: limits.page.maximum,
  default: limits.page.default,
  description: 'How many items a page holds at most.',
});

export const order = z
  .enum(['asc', 'desc'], 'must be "asc" or "desc"')
  .default('asc')
  .meta({ description: '`asc`: oldest first. `desc`: newest first.' });

export const cursor = z.string('must be a string, given once').optional().meta({
  description: '`next_cursor` of the page before, from a request with the same path, order and filters. Opaque.',
});

/** For routes that take no query parameters. */
export const noQuery = z.strictObject({});

export function pageOf<Item extends z.ZodType>(id: string, item: Item) {
  return z
    .object({
      data: z.array(item),
      next_cursor: z.string().nullable().meta({
        description: 'Where the next page begins; `null` when there is no more.',
      }),
    })
    .meta({ id });
}
