import type { SessionRecord, SessionState } from '@scrollback/store';
import { Scalars } from './scalars.js';

/**
 * Where a session has to be placed. It is written with the change that made it necessary, in the same script, and stays in the
 * session's bucket until the lists agree. Whoever finds it can finish the change.
 */
export interface Note {
  readonly uuid: string;
  readonly id: string;
  readonly version: number;
  /** `purged`: out of all lists. `refused`: that too, and it was never accepted in any. */
  readonly state: SessionState | 'purged' | 'refused';
  readonly userUuid: string | null;
  readonly userId: string | null;
  /** Known before; 0: unknown. */
  readonly position: number;
  /** By the clock of the writer. */
  readonly writtenAt: number;
  readonly token: string;
  /** What the record was before it was given this user: stored again if the lists refuse the user. */
  readonly previousRecord: string | undefined;
  /** As it is stored: what clearing it compares. '' when the note was made up from a record, and is not stored. */
  readonly text: string;
}

export interface NoteOptions {
  readonly position: number;
  readonly writtenAt: number;
  readonly token: string;
  readonly previousRecord?: string | undefined;
}

/** The text of the note for a record. */
export function encodeNote(record: SessionRecord, options: NoteOptions): string {
  const { user } = record;
  const owner = user === null ? '- -' : `${user.uuid} ${encodeURIComponent(user.id)}`;
  const tail = noteTail({ ...options, state: record.state, owner, id: record.id });
  const note = `${record.version} ${tail}`;
  return options.previousRecord === undefined ? note : `${note}\n${options.previousRecord}`;
}

/** The text of the note for a session that is purged, without the version, which is known to the script alone. */
export function encodePurgeTail(id: string, state: 'purged' | 'refused', token: string, writtenAt: number): string {
  return noteTail({ id, state, token, writtenAt, position: 0, owner: '- -' });
}

interface NoteTail extends NoteOptions {
  readonly id: string;
  readonly state: Note['state'];
  readonly owner: string;
}

function noteTail({ state, owner, position, writtenAt, token, id }: NoteTail): string {
  return `${state} ${owner} ${position} ${writtenAt} ${token} ${encodeURIComponent(id)}`;
}

export function decodeNote(uuid: string, text: string): Note {
  const scalars = new Scalars(text);
  const version = scalars.number();
  const state = scalars.word() as Note['state'];
  const userUuid = scalars.optionalWord();
  const userId = scalars.word();
  const position = scalars.number();
  const writtenAt = scalars.number();
  const token = scalars.word();
  const id = decodeURIComponent(scalars.word());
  return {
    uuid,
    id,
    version,
    state,
    userUuid,
    userId: userUuid === null ? null : decodeURIComponent(userId),
    position,
    writtenAt,
    token,
    previousRecord: scalars.rest(),
    text,
  };
}

/** The note that a record without one would have. */
export function noteOf(record: SessionRecord): Note {
  return {
    uuid: record.uuid,
    id: record.id,
    version: record.version,
    state: record.state,
    userUuid: record.user?.uuid ?? null,
    userId: record.user?.id ?? null,
    position: record.position,
    writtenAt: 0,
    token: '-',
    previousRecord: undefined,
    text: '',
  };
}
