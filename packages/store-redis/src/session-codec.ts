import type { SessionRecord } from '@scrollback/store';
import type { Settings } from './options.js';
import { Scalars } from './scalars.js';
import { UnreadableError } from './unreadable.js';

/**
 * Everything of a record but `id`, `uuid`, `version` and `position`, as a line of scalars and the metadata text as it is.
 *
 * `lastSeq` and `hiddenThrough` come first: scripts take them from there.
 */
export function encodeSession(record: SessionRecord): string {
  const { user, metadata } = record;
  const owner = user === null ? '- -' : `${user.uuid} ${encodeURIComponent(user.id)}`;
  const scalars = `${record.lastSeq} ${record.hiddenThrough} ${record.state} ${record.createdAt} ${record.updatedAt} ${
    record.deletedAt ?? '-'
  } ${record.restoreHiddenThrough ?? '-'} ${record.trimmedThrough} ${record.purgeableSince ?? '-'} ${owner}`;
  return metadata === null ? scalars : `${scalars}\n${metadata}`;
}

/** What a session's hash holds. */
export interface StoredSession {
  /** Its position is 0 unless it was placed before. */
  readonly record: SessionRecord;
  /**
   * - `settled`: the lists have it where it belongs.
   * - `new`: nobody noted yet that they have it.
   * - `unconfirmed`: its place changed, and nobody noted yet that the lists have followed.
   */
  readonly place: 'settled' | 'new' | 'unconfirmed';
}

/** From the fields of the hash. */
export function decodeSession(id: string, stamp: string, position: string | null, record: string): StoredSession {
  return decodeFields(id, new Scalars(`${position ?? '-'} ${stamp} ${record}`));
}

/** The same for work on many records, which a damaged one must not keep from the others: it is left out with a warning. */
export function decodeIfReadable(
  { onWarning }: Settings,
  id: string,
  stamp: string,
  position: string | null,
  record: string,
): StoredSession | undefined {
  try {
    return decodeSession(id, stamp, position, record);
  } catch (error) {
    // A user's id that is not percent-encoded is damage, too.
    if (!(error instanceof UnreadableError || error instanceof URIError)) throw error;
    onWarning(`the record of the session ${JSON.stringify(id)} cannot be understood: ${error.message}`);
    return undefined;
  }
}

/** From a script's answer: a number of its own, and the fields, in one text. */
export function decodePacked(id: string, text: string): { readonly own: number; readonly stored: StoredSession } {
  const scalars = new Scalars(text);
  return { own: scalars.number(), stored: decodeFields(id, scalars) };
}

function decodeFields(id: string, scalars: Scalars): StoredSession {
  const isUnconfirmed = scalars.mark();
  const position = scalars.optionalNumber();
  const { uuid, version } = scalars.stamp();
  const lastSeq = scalars.number();
  const hiddenThrough = scalars.number();
  const state = scalars.word();
  const createdAt = scalars.number();
  const updatedAt = scalars.number();
  const deletedAt = scalars.optionalNumber();
  const restoreHiddenThrough = scalars.optionalNumber();
  const trimmedThrough = scalars.number();
  const purgeableSince = scalars.optionalNumber();
  const userUuid = scalars.optionalWord();
  const userId = scalars.optionalWord();
  if (state !== 'live' && state !== 'deleted') throw new UnreadableError(`a session's state is ${state}`);
  const record = {
    id,
    uuid,
    position: position ?? 0,
    version,
    state,
    user: userUuid === null ? null : { id: decodeURIComponent(userId ?? '-'), uuid: userUuid },
    metadata: scalars.rest() ?? null,
    createdAt,
    updatedAt,
    deletedAt,
    lastSeq,
    hiddenThrough,
    restoreHiddenThrough,
    trimmedThrough,
    purgeableSince,
  } as const;
  return { record, place: position === null ? 'new' : isUnconfirmed ? 'unconfirmed' : 'settled' };
}
