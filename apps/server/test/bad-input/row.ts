import type { ProblemCode } from '@scrollback/contract';
import type { Call } from '../harness/send.js';

/** One mistake of a caller, and the answer to it. */
export interface Row {
  readonly name: string;
  readonly call: Call;
  readonly code: ProblemCode;
  /** Where the mistake is: `body /messages/0/role`. */
  readonly at?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

// What the table's server holds before each row.
export const known = {
  user: 'u1',
  /** Live, with two messages and metadata. */
  session: 's1',
  /** Belongs to `u2`. */
  owned: 's2',
  /** In the trash. */
  trashed: 'd1',
  /** First message of `session`: role `user`, content `one`. */
  uuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01',
  /** A message of `session` that was deleted. */
  deletedUuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a09',
} as const;

export const post = (path: string, body: unknown, headers = {}): Call => ({ method: 'POST', path, body, headers });
export const patch = (path: string, body: unknown, headers = {}): Call => ({ method: 'PATCH', path, body, headers });
export const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
export const nestedObjects = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
export const message = { role: 'user', content: 'x' };
