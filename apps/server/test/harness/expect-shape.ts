import { expect } from 'vitest';
import type { z } from 'zod';

/** The value is what the contract says, with nothing besides. */
export function expectShape(schema: unknown, value: unknown): void {
  expect((schema as z.ZodType).parse(value)).toEqual(value);
}
