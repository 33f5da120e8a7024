import { canonicalUuid, idFault, withoutNul } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { RequestFault } from '../http/request-fault.js';

/** What the segments of paths name. They come as they were written. */
export interface PathIds {
  /** Id of a session. Rejects with `invalid_path` for what cannot be one. */
  session(segment: string): Promise<string>;
  /** Id of a user, likewise. */
  user(segment: string): Promise<string>;
}

/**
 * An id with a percent sign is looked for as it is written first, and means what it decodes to otherwise.
 *
 * Zep decoded some segments and left others as they were. So there are clients that know a session made as `a%2Fb` under that
 * very name, and others that encode `a/b` in a path, as they should.
 */
export function createPathIds({ sessions, users }: Scrollback): PathIds {
  return {
    session: (segment) => resolve(segment, sessions.exists),
    user: (segment) => resolve(segment, users.exists),
  };
}

async function resolve(segment: string, exists: (id: string) => Promise<boolean>): Promise<string> {
  if (!segment.includes('%')) return requireId(segment);
  const isWritten = idFault(segment) === undefined && (await exists(segment));
  return isWritten ? segment : requireId(withoutNul(decode(segment)));
}

function requireId(id: string): string {
  const fault = idFault(id);
  if (fault === undefined) return id;
  throw new RequestFault('invalid_path', `the id in the path ${fault}`);
}

/** The uuid of a message, in any form that Zep took. */
export function messageUuidOf(segment: string): string {
  const written = decode(segment);
  const uuid = canonicalUuid(written);
  if (uuid !== undefined) return uuid;
  throw new RequestFault('invalid_path', `unable to parse document UUID: ${JSON.stringify(written.slice(0, 100))}`);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new RequestFault('invalid_path', 'the path is not percent-encoded UTF-8');
  }
}
