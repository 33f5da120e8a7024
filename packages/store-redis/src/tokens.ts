import { randomBytes } from 'node:crypto';

/**
 * Names of writes, unique among all handles. They end with the version that the write leaves.
 *
 * A record keeps those of its last few commits, so that a commit which is sent again is known.
 */
export interface Tokens {
  next(version: number): string;
}

export function createTokens(): Tokens {
  const handle = randomBytes(6).toString('base64url');
  let count = 0;
  return {
    next(version) {
      count += 1;
      return `${handle}${count.toString(36)}.${version}`;
    },
  };
}

/**
 * Whether the tokens that a record keeps go back to `version` or before: then a later commit that is not among them was never
 * carried out.
 */
export function coversVersion(writes: string, version: number): boolean {
  return writes
    .slice(0, writes.lastIndexOf(' '))
    .split(' ')
    .some((token) => token !== '' && Number(token.slice(token.lastIndexOf('.') + 1)) <= version);
}
