import type { MessageRecord, SessionRecord } from '@scrollback/store';
import { FailureError } from './failure.js';
import { fromHex, optional, toBytes, uuidFromHex, uuidToBytes } from './text.js';
import type { Row, Value } from './value.js';

/** In the order of `toSessionValues`. */
export const sessionColumns = [
  'id',
  'uuid',
  'state',
  'user_id',
  'user_uuid',
  'purgeable_since',
  'version',
  'metadata',
  'created_at',
  'updated_at',
  'deleted_at',
  'last_seq',
  'hidden_through',
  'restore_hidden_through',
  'trimmed_through',
  'longest',
] as const;

/** What never changes in the life of a session. */
const fixedCount = 2;
/** What some index holds. */
const indexedCount = 4;

export const changingColumns = sessionColumns.slice(fixedCount);
export const plainColumns = sessionColumns.slice(fixedCount + indexedCount);

/** A column that may be NULL, as a word. */
const orDash = (column: string) => `coalesce(${column}, '-')`;

/**
 * What a SELECT asks for, for `toSession`: all of a session as one text, words and then the metadata, if it has any.
 *
 * Each value that crosses from SQLite to JavaScript costs more than SQLite's work to join them: a page of 100 sessions takes two
 * fifths of the time that it takes as columns.
 */
export const sessionText = `concat_ws(' ', ${[
  'position',
  'version',
  'state',
  'created_at',
  'updated_at',
  orDash('deleted_at'),
  'last_seq',
  'hidden_through',
  orDash('restore_hidden_through'),
  'trimmed_through',
  orDash('purgeable_since'),
  'lower(hex(uuid))',
  // What is not there has no digits.
  orDash("nullif(lower(hex(user_uuid)), '')"),
  orDash("nullif(hex(user_id), '')"),
  'hex(id)',
  'longest',
  'metadata',
].join(', ')}) AS text`;

const wordCount = 16;

/** The same for `toMessage`. */
export const messageText = `concat_ws(' ', seq, lower(hex(uuid)), json) AS text`;

export function toSessionValues(record: SessionRecord, longest: number): readonly Value[] {
  return [toBytes(record.id), uuidToBytes(record.uuid), ...toChangingValues(record, longest)];
}

export function toChangingValues(record: SessionRecord, longest: number): readonly Value[] {
  const { state, user, purgeableSince } = record;
  return [
    state,
    optional(user, ({ id }) => toBytes(id)),
    optional(user, ({ uuid }) => uuidToBytes(uuid)),
    purgeableSince,
    ...toPlainValues(record, longest),
  ];
}

export function toPlainValues(record: SessionRecord, longest: number): readonly Value[] {
  return [
    record.version,
    record.metadata,
    record.createdAt,
    record.updatedAt,
    record.deletedAt,
    record.lastSeq,
    record.hiddenThrough,
    record.restoreHiddenThrough,
    record.trimmedThrough,
    longest,
  ];
}

export interface SessionRow {
  readonly record: SessionRecord;
  /** Upper bound of the length of its messages. */
  readonly longest: number;
}

export function toSession(row: Row): SessionRecord {
  return toSessionRow(row).record;
}

/** From `sessionText`. */
export function toSessionRow({ text }: Row): SessionRow {
  const words = wordsOf(text, wordCount);
  const [position, version, state, createdAt, updatedAt, deletedAt, lastSeq, hiddenThrough] = words;
  const [restoreHiddenThrough, trimmedThrough, purgeableSince, uuid, userUuid, userId, id, last] = words.slice(8);
  // A word that is missing puts what follows the words in the place of the last one.
  const longest = Number(last);
  if (Number.isNaN(longest)) throw new FailureError('corrupt', 'a session with fewer values is stored');
  const metadataAt = words.reduce((end, word) => end + word.length + 1, 0);
  const metadata = (text as string).length < metadataAt ? null : (text as string).slice(metadataAt);
  const record = {
    id: fromHex(id as string),
    uuid: uuidFromHex(uuid as string),
    position: Number(position),
    version: Number(version),
    state: state as SessionRecord['state'],
    user: userUuid === '-' ? null : { id: fromHex(userId as string), uuid: uuidFromHex(userUuid as string) },
    metadata,
    createdAt: Number(createdAt),
    updatedAt: Number(updatedAt),
    deletedAt: optionalNumber(deletedAt as string),
    lastSeq: Number(lastSeq),
    hiddenThrough: Number(hiddenThrough),
    restoreHiddenThrough: optionalNumber(restoreHiddenThrough as string),
    trimmedThrough: Number(trimmedThrough),
    purgeableSince: optionalNumber(purgeableSince as string),
  };
  return { record, longest };
}

/** From `messageText`. */
export function toMessage({ text }: Row): MessageRecord {
  const [seq, uuid] = wordsOf(text, 2) as [string, string];
  return { uuid: uuidFromHex(uuid), seq: Number(seq), json: (text as string).slice(seq.length + uuid.length + 2) };
}

function wordsOf(text: Value | undefined, count: number): string[] {
  if (typeof text !== 'string') throw new FailureError('corrupt', 'a text is expected, but not stored');
  return text.split(' ', count);
}

function optionalNumber(word: string): number | null {
  return word === '-' ? null : Number(word);
}
