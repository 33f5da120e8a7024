import { expect } from 'vitest';

type ErrorClass = new (...args: never[]) => Error;

/** The call fails with an error of exactly this class and these fields. */
export async function expectError(call: Promise<unknown>, type: ErrorClass, fields: object = {}): Promise<void> {
  const error = await call.then(
    (value) => new Error(`resolved to ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ constructor: type, ...fields });
}
