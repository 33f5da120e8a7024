import type { Call } from '../../harness/send.js';

export { message, nested, nestedObjects } from '../../bad-input/row.js';

/** One mistake of a caller on the Zep surface, and the answer to it. */
export interface Row {
  readonly name: string;
  readonly call: Call;
  /** Default 400. */
  readonly status?: number;
  /** What the line of text names: the row is refused for this and for nothing else. */
  readonly says: string | RegExp;
  readonly headers?: Readonly<Record<string, string>>;
}

// What the table's server holds before each row.
export const known = {
  user: 'u1',
  /** Live, with metadata, two messages, and one that was deleted. */
  session: 's1',
  /** Belongs to `u2`. */
  owned: 's2',
  /** In the trash, with a message. */
  trashed: 'd1',
  /** Id of a live session and of a user. */
  withLineBreak: 'a\nb\u2028c',
  /** First message of `session`: role `user`, content `one`. */
  uuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01',
  /** A message of `session` that was deleted. */
  deletedUuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a09',
  /** The message of `owned`. */
  ownedUuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a02',
  /** The message of `trashed`. */
  trashedUuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a03',
  /** Nobody's. */
  unknownUuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8aff',
} as const;

const call =
  (method: string) =>
  (path: string, body?: unknown, headers = {}): Call => ({ method, path: `/api/v1${path}`, body, headers });

export const get = call('GET');
export const post = call('POST');
export const patch = call('PATCH');
export const remove = call('DELETE');

/** `GET /api/v1/sessions`, short enough for the name of a row. */
export const titleOf = ({ method, path }: Call) =>
  `${method} ${path.length > 100 ? `${path.slice(0, 50)}…${path.slice(-30)} of ${path.length} characters` : path}`;

export const maxBodyBytes = 5_242_880;
