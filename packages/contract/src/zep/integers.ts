import { z } from 'zod';
import { isSentence } from './fields.js';

const largest = 9_223_372_036_854_775_807n;

/** As Go's `strconv.ParseInt(text, 10, 64)` reads it; an empty text counts as absent. */
export const integer = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text === '') return undefined;
    const fault = faultOf(text);
    if (fault !== undefined) {
      const message = `strconv.ParseInt: parsing ${JSON.stringify(text.slice(0, 100))}: ${fault}`;
      context.addIssue({ code: 'custom', message, params: isSentence });
      return z.NEVER;
    }
    return Number(text);
  });

/** As {@link integer}, where Zep took `fallback` for what cannot be parsed. */
export function lenientInteger(fallback: number) {
  return z
    .string()
    .optional()
    .transform((text) => {
      if (text === undefined || text === '') return undefined;
      return faultOf(text) === undefined ? Number(text) : fallback;
    });
}

function faultOf(text: string): string | undefined {
  if (!/^[+-]?[0-9]{1,1000}$/.test(text)) return 'invalid syntax';
  const value = BigInt(text.replace('+', ''));
  return value > largest || value < -largest - 1n ? 'value out of range' : undefined;
}
