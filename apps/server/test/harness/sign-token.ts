import { createHmac } from 'node:crypto';

export interface Token {
  /** Text goes into the token as it is. */
  readonly payload?: unknown;
  readonly header?: object;
  readonly secret: string;
  readonly hash?: string;
}

/** A JSON Web Token made by hand, so that it can be wrong in any way. */
export function signToken({ payload = {}, header = { alg: 'HS256' }, secret, hash = 'sha256' }: Token): string {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const signed = `${encode(JSON.stringify(header))}.${encode(text)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
