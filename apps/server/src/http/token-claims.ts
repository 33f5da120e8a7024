/** What a token is refused with. Zep answered with these words, and programs may compare them. */
export type TokenFlaw =
  | 'token is unauthorized'
  | 'token is expired'
  | 'token nbf validation failed'
  | 'token iat validation failed';

/**
 * What the claims of a well-signed token say against it at `nowSeconds`; `undefined` when nothing does.
 *
 * No claim has to be there, and none but the three times is looked at. They count in whole seconds, without leeway. A time of 0
 * is one that was never set.
 */
export function flawOfClaims(claims: unknown, nowSeconds: number): TokenFlaw | undefined {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return 'token is unauthorized';
  const { iat, exp, nbf } = claims as Readonly<Record<'iat' | 'exp' | 'nbf', unknown>>;
  if (![iat, exp, nbf].every(isTime)) return 'token is unauthorized';
  if (isSet(iat) && nowSeconds < Math.floor(iat)) return 'token iat validation failed';
  if (isSet(exp) && nowSeconds >= Math.floor(exp)) return 'token is expired';
  if (isSet(nbf) && nowSeconds < Math.floor(nbf)) return 'token nbf validation failed';
  return undefined;
}

function isTime(value: unknown): value is number | undefined {
  return value === undefined || Number.isFinite(value);
}

function isSet(value: unknown): value is number {
  return typeof value === 'number' && Math.floor(value) !== 0;
}
