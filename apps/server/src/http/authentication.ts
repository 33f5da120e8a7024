import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { type CryptoKey, compactVerify, errors } from 'jose';
import { flawOfSecret } from '../config/auth-secret.js';
import { RequestFault } from './request-fault.js';
import { flawOfClaims } from './token-claims.js';

export interface AuthenticationOptions {
  /** Its UTF-8 bytes are the key of the tokens. */
  readonly secret: string;
}

/** Resolves when the request may pass, else rejects with the `RequestFault` that answers it. */
export type Authenticator = (headers: IncomingHttpHeaders) => Promise<void>;

/** Lets through what carries a valid token; mount it before anything reads the body. Throws when the secret keeps nobody out. */
export function authenticate(options: AuthenticationOptions): RequestHandler {
  const check = createAuthenticator(options);
  return async ({ headers }, _response, next) => {
    await check(headers);
    next();
  };
}

/**
 * Checks JSON Web Tokens signed with HS256 and `secret`, and with nothing else: an algorithm that the token names is no choice.
 *
 * The token is looked for in `Authorization` and, when there is none, in the cookie `jwt`. A bad token is never passed over for
 * another one. The faults say what Zep said and hold nothing of the token, and no cause that might, so that no log will.
 */
export function createAuthenticator({ secret }: AuthenticationOptions): Authenticator {
  const flaw = flawOfSecret(secret);
  if (flaw !== undefined) throw new TypeError(`the secret of the tokens ${flaw}`);
  const importing = importKey(secret);

  return async (headers) => {
    const token = bearerToken(headers.authorization) ?? cookieToken(headers.cookie);
    if (token === undefined) throw unauthorized('no token found');
    const claims = await readClaims(token, await importing);
    const flaw = flawOfClaims(claims, Math.floor(Date.now() / 1_000));
    if (flaw !== undefined) throw unauthorized(flaw);
  };
}

function importKey(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function bearerToken(header: string | undefined): string | undefined {
  return /^bearer +(.+)$/i.exec(header ?? '')?.[1];
}

function cookieToken(header: string | undefined): string | undefined {
  const pair = header
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith('jwt='));
  return pair?.slice('jwt='.length).replace(/^"(.*)"$/, '$1') || undefined;
}

async function readClaims(token: string, key: CryptoKey): Promise<unknown> {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ['HS256'] });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError) throw unauthorized('token is unauthorized');
    throw error;
  }
}

function unauthorized(text: string): RequestFault {
  return new RequestFault('unauthorized', text);
}
