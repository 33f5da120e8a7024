import { type RefusalCode, RefusalError } from '@scrollback/core';
import { expect } from 'vitest';

/** Expects that the rules refuse a call with this code. */
export async function expectRefusal(call: Promise<unknown>, code: RefusalCode): Promise<void> {
  const outcome = await call.then(
    (value) => `answered: ${JSON.stringify(value)}`,
    (error: unknown) => (RefusalError.isInstance(error) ? error.code : `failed: ${error}`),
  );
  expect(outcome).toBe(code);
}
