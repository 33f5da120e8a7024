import {
  type SessionCommit,
  type SessionCommitResult,
  type SessionRecord,
  StoreCorruptError,
  StoreOutcomeUnknownError,
  sessionWith,
} from '@scrollback/store';
import type { Call } from './call.js';
import type { Context } from './context.js';
import { loadSession } from './load-session.js';
import { decodePairs } from './message-codec.js';
import { decodeNote, encodeNote } from './note.js';
import { finishPlacing, fromEntry, type Placing } from './placing.js';
import type { Replies } from './scripts.js';
import { decodeSession, encodeSession } from './session-codec.js';
import { runCommit } from './session-scripts.js';
import { coversVersion } from './tokens.js';

type Conflict = Extract<Replies['commitSession'], readonly [0, ...unknown[]]>;

export async function commitSession(context: Context, call: Call, commit: SessionCommit): Promise<SessionCommitResult> {
  const { previous, next, append, replace } = commit;
  const token = context.tokens.next(next.version);
  const isUserGiven = previous !== undefined && next.user !== null && next.user.uuid !== previous.user?.uuid;
  const note = isPlaceChange(previous, next) ? toNote(commit, token, isUserGiven) : '';
  const reply = await runCommit(context, call, {
    expected: previous,
    next,
    token,
    note,
    isDueChange: (previous?.purgeableSince ?? null) !== next.purgeableSince,
    // Nobody may see or change the record as it is now before the lists have followed, whoever sees to that.
    position: previous === undefined || note === '' ? '' : `?${previous.position}`,
    append,
    replace,
  });
  if (reply !== 1) {
    if (reply[0] === 0) return await resolveConflict(context, call, commit, reply);
    if (reply[0] === 2) return { status: 'duplicate', messages: decodePairs(reply, 1) };
    throw new StoreCorruptError('a message that should be replaced is not stored', call);
  }
  if (note === '' && previous !== undefined) return { status: 'committed', record: next };
  return await placeCommitted(context, call, commit, note);
}

/** The record is stored, and where it belongs is not known to the lists yet. Answers as soon as it is. */
async function placeCommitted(
  context: Context,
  call: Call,
  { previous, next }: Pick<SessionCommit, 'previous' | 'next'>,
  text: string,
): Promise<SessionCommitResult> {
  call.isUncertain = true;
  const from = previous?.user?.uuid ?? next.user?.uuid ?? null;
  return toResult(next, await finishPlacing(context, call, decodeNote(next.uuid, text), from));
}

function toResult(next: SessionRecord, placing: Placing): SessionCommitResult {
  if (placing.status === 'refused') return { status: 'user_gone' };
  // It may have been purged since: the commit happened all the same.
  const { position } = placing;
  return { status: 'committed', record: position === next.position ? next : sessionWith(next, { position }) };
}

function isPlaceChange(previous: SessionRecord | undefined, next: SessionRecord): boolean {
  return previous === undefined || previous.state !== next.state || previous.user?.uuid !== next.user?.uuid;
}

function toNote({ previous, next }: SessionCommit, token: string, isUserGiven: boolean): string {
  return encodeNote(next, {
    position: previous?.position ?? 0,
    writtenAt: Date.now(),
    token,
    previousRecord: isUserGiven && previous !== undefined ? encodeSession(previous) : undefined,
  });
}

async function resolveConflict(
  context: Context,
  call: Call,
  commit: SessionCommit,
  reply: Conflict,
): Promise<SessionCommitResult> {
  const [, stamp, position, record, writes] = reply;
  if (call.isUncertain) {
    const outcome = await resolveRepeated(context, call, commit, stamp, writes);
    if (outcome !== undefined) return outcome;
    call.isUncertain = false;
  }
  const { id } = commit.next;
  if (stamp === null || record === null) return { status: 'conflict', current: undefined };
  const stored = decodeSession(id, stamp, position, record);
  const current = stored.place === 'settled' ? stored.record : await loadSession(context, call, id);
  return { status: 'conflict', current };
}

/**
 * A commit was sent more than once, and the last one found another record: was an earlier one carried out?
 *
 * `undefined`: certainly not. Otherwise its result, or an error that says that it cannot be known any more.
 */
async function resolveRepeated(
  context: Context,
  call: Call,
  commit: SessionCommit,
  stamp: string | null,
  writes: string,
): Promise<SessionCommitResult | undefined> {
  const { previous, next } = commit;
  const storedUuid = stamp?.slice(0, 36);
  if (previous === undefined) {
    const placing = await findTrace(context, call, next);
    if (placing !== undefined) return toResult(next, placing);
    if (storedUuid !== next.uuid) return undefined;
  } else if (storedUuid === previous.uuid && coversVersion(writes, previous.version)) {
    return undefined;
  }
  throw new StoreOutcomeUnknownError('others have written so much since that the outcome cannot be told', call);
}

/** What became of a first commit, if there was one: it leaves a note, and what finishes the note leaves an entry. */
async function findTrace(context: Context, call: Call, { id, uuid }: SessionRecord): Promise<Placing | undefined> {
  const { connection, keys } = context;
  const { moves } = keys.bucketOf(id);
  const note = await connection.ask(call, (client) => client.hget(moves, uuid));
  if (note !== null) return await finishPlacing(context, call, decodeNote(uuid, note));
  const entry = await connection.ask(call, (client) => client.hget(keys.placed, uuid));
  return entry === null ? undefined : fromEntry(entry);
}
