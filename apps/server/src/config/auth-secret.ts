/** Stands in the configuration file that Zep was shipped with, so everybody knows it. */
const published = 'do-not-use-this-secret-in-production';

/** As many bytes as the hash has: RFC 7518, section 3.2, asks for them. Zep took any number. */
const minimumBytes = 32;

/** Why `secret` keeps nobody out, to be read after its name; `undefined` when it does. */
export function flawOfSecret(secret: string): string | undefined {
  if (secret === '') return 'must not be empty';
  if (secret === published) return 'must not be the placeholder that Zep publishes';
  return undefined;
}

/** Why `secret` is less good than it could be, to be read after its name. */
export function weaknessOfSecret(secret: string): string | undefined {
  const byteLength = Buffer.byteLength(secret);
  if (byteLength >= minimumBytes) return undefined;
  return `has only ${byteLength} bytes, and who has a token can try secrets until one fits: use ${minimumBytes} random bytes or more`;
}
