import type { MessageRecord, SessionRecord } from '@scrollback/store';
import type { Call } from './call.js';
import type { Context } from './context.js';
import type { Bucket } from './keys.js';
import { encodeMessage } from './message-codec.js';
import { encodeNote, encodePurgeTail } from './note.js';
import type { Replies } from './scripts.js';
import { encodeSession } from './session-codec.js';
import { toStamp } from './stamp.js';

export interface CommitRequest {
  readonly expected: { readonly uuid: string; readonly version: number } | undefined;
  readonly next: SessionRecord;
  readonly token: string;
  /** '' when it stays where it is. */
  readonly note: string;
  /** Whether `purgeableSince` may differ from what is stored. */
  readonly isDueChange: boolean;
  /** What the hash says of the position from now on; '' when that stays as it is. */
  readonly position: string;
  readonly append: readonly MessageRecord[];
  readonly replace: readonly MessageRecord[];
}

export function runCommit(
  { connection, keys }: Context,
  call: Call,
  request: CommitRequest,
): Promise<Replies['commitSession']> {
  const { expected, next, token, note, isDueChange, position, append, replace } = request;
  const { id } = next;
  const bucket = keys.bucketOf(id);
  const due = isDueChange ? (next.purgeableSince ?? '-') : '';
  const values: (string | number)[] = sessionKeys(bucket, id);
  values.push(toStamp(expected), toStamp(next), encodeSession(next), token, id, due, note, position);
  values.push(append.length, replace.length);
  for (const message of append) values.push(message.uuid);
  for (const message of append) values.push(message.seq, encodeMessage(message));
  for (const message of replace) values.push(message.seq, encodeMessage(message));
  return connection.run(call, 'commitSession', values, true);
}

export interface PurgeRequest {
  readonly id: string;
  readonly uuid: string;
  readonly version?: number | undefined;
  readonly token: string;
  /** `refused`: it was never in a list. */
  readonly state: 'purged' | 'refused';
}

/** Resolves with the note for the lists; `null` if the session is not stored, or not in this version. */
export function runPurge({ connection, keys }: Context, call: Call, request: PurgeRequest): Promise<string | null> {
  const { id, uuid, version = '', token, state } = request;
  const bucket = keys.bucketOf(id);
  const tail = encodePurgeTail(id, state, token, Date.now());
  const values = [...sessionKeys(bucket, id), ...[uuid, version, id, token, tail]];
  return connection.run(call, 'purgeSession', values, true);
}

/** Resolves with the note for the lists; `undefined` if not what was expected is stored. */
export async function runTakeBack(
  { connection, keys, tokens }: Context,
  call: Call,
  expected: CommitRequest['expected'],
  next: SessionRecord,
): Promise<string | undefined> {
  const { id, position, version, purgeableSince, lastSeq } = next;
  const bucket = keys.bucketOf(id);
  const token = tokens.next(version);
  const note = encodeNote(next, { position, writtenAt: Date.now(), token });
  const reply = await connection.run(call, 'takeUserBack', [
    ...sessionKeys(bucket, id),
    ...[toStamp(expected), toStamp(next), encodeSession(next), token, id, purgeableSince ?? '-', note, lastSeq],
  ]);
  return reply === 1 ? note : undefined;
}

/** A new array, for arguments to be added. */
function sessionKeys(bucket: Bucket, id: string): (string | number)[] {
  return [bucket.session + id, bucket.messages + id, bucket.ids + id, bucket.moves, bucket.due];
}
