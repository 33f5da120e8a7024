import { SignJWT } from 'jose';

/** A token that passes wherever `secret` is asked for: HS256, without claims, so it lasts until the secret changes. */
export function createToken(secret: string): Promise<string> {
  return new SignJWT({}).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(secret));
}
