import type { UserRecord } from '@scrollback/store';
import { Scalars } from './scalars.js';
import { UnreadableError } from './unreadable.js';

/**
 * Everything of a record but `id`, `uuid`, `version` and `position`: a line of scalars, a line with the names (as JSON, which
 * keeps line ends and lone surrogates), and the metadata text as it is.
 */
export function encodeUser(record: UserRecord): string {
  const { state, createdAt, updatedAt, email, firstName, lastName, metadata } = record;
  const lines = `${state} ${createdAt} ${updatedAt}\n${JSON.stringify([email, firstName, lastName])}`;
  return metadata === null ? lines : `${lines}\n${metadata}`;
}

export function decodeUser(id: string, stamp: string, position: string, text: string): UserRecord {
  const scalars = new Scalars(`${position} ${stamp} ${text}`);
  const place = scalars.number();
  const { uuid, version } = scalars.stamp();
  const state = scalars.word();
  const createdAt = scalars.number();
  const updatedAt = scalars.number();
  const rest = scalars.rest() ?? '';
  const end = rest.indexOf('\n');
  if (state !== 'live' && state !== 'erasing') throw new UnreadableError(`a user's state is ${state}`);
  const [email, firstName, lastName] = parseNames(end === -1 ? rest : rest.slice(0, end));
  return {
    id,
    uuid,
    position: place,
    version,
    state,
    email: email ?? null,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    metadata: end === -1 ? null : rest.slice(end + 1),
    createdAt,
    updatedAt,
  };
}

function parseNames(names: string): (string | null)[] {
  try {
    return JSON.parse(names) as (string | null)[];
  } catch (cause) {
    throw new UnreadableError(`a user's names are ${names}`, { cause });
  }
}
