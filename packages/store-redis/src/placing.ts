import { type Call, createCall, unavailable } from './call.js';
import type { Context } from './context.js';
import { decodeNote, type Note } from './note.js';
import { decodeSession } from './session-codec.js';
import { runPurge, runTakeBack } from './session-scripts.js';

/** What became of a session that had to be placed. */
export type Placing =
  /** The lists have it where this or a later version of it belongs. */
  | { readonly status: 'placed'; readonly position: number }
  /** The lists did not accept it under its user: nothing is left of the commit that brought them together. */
  | { readonly status: 'refused' }
  /** It was purged, by the write that has this token. */
  | { readonly status: 'purged'; readonly position: number; readonly token: string };

/**
 * Finishes a change of place that was committed, whoever began it: place, compensation if the user is gone, settle.
 *
 * Any number of callers may do this for the same note at the same time, or for one that is out of date: the lists follow the
 * highest version, and every step compares before it writes. It resolves as soon as the lists are right; what remains to be
 * noted in the session's bucket is done in the background. `from` is the user that it was listed under before, if known.
 */
export async function finishPlacing(
  context: Context,
  call: Call,
  note: Note,
  from: string | null = note.userUuid,
): Promise<Placing> {
  const reply = await place(context, call, note, from);
  switch (reply[0]) {
    case 'other_user':
      return await finishPlacing(context, call, note, reply[1]);
    case 'other_history':
      await context.positions.begin(call);
      return await finishPlacing(context, call, note, from);
    case 'lost':
      throw unavailable(call, 'the master of Redis was replaced, and the new one does not know of the change');
    case 'user_gone':
      await refuse(context, call, note, Math.max(Number(reply[1]), note.position));
      return { status: 'refused' };
    case 'placed': {
      const position = Number(reply[1]);
      settle(context, note, position);
      return toPlacing(note.state, position, note.token);
    }
    case 'stale': {
      const [, placed, state, user, token] = reply;
      const position = Number(placed);
      const isGone = state === 'purged' || state === 'refused';
      // A record that is there all the same is a first commit that arrived twice, or late, or what a failover brought back.
      if (isGone && isListed(note)) await purgeLeftOver(context, call, note, state);
      settle(context, note, position);
      // It was given a user, and has another one now: that was taken back.
      const isTakenBack = note.previousRecord !== undefined && user !== note.userUuid && state !== 'purged';
      return isTakenBack ? { status: 'refused' } : toPlacing(state, position, token);
    }
  }
}

function isListed({ state }: Note): boolean {
  return state === 'live' || state === 'deleted';
}

/** What an entry of the lists' memory of places says. */
export function fromEntry(entry: string): Placing {
  const [position, , state = '', , token = ''] = entry.split(' ');
  return toPlacing(state, Number(position), token);
}

function toPlacing(state: string, position: number, token: string): Placing {
  if (state === 'refused') return { status: 'refused' };
  return state === 'purged' ? { status: 'purged', position, token } : { status: 'placed', position };
}

function place({ connection, keys }: Context, call: Call, note: Note, from: string | null) {
  const { uuid, id, userUuid, userId, text } = note;
  const listKeys = (user: string) => [keys.sessionList('live', user), keys.sessionList('deleted', user)];
  const none = keys.placed;
  return connection.run(call, 'placeSession', [
    ...[keys.placed, keys.position, keys.sessionList('live'), keys.sessionList('deleted'), keys.gone],
    ...(userUuid === null || userId === null ? [none, none, none] : [keys.user(userId), ...listKeys(userUuid)]),
    ...(from === null ? [none, none] : listKeys(from)),
    ...[keys.history, connection.isCluster ? none : keys.bucketOf(id).moves],
    ...[uuid, note.version, note.state, userUuid ?? '-', from ?? '-', keys.member(uuid, id)],
    ...[note.position, note.token, Date.now(), connection.mayFailOver ? 1 : 0],
    connection.isCluster || text === '' ? 0 : 1,
  ]);
}

function settle({ connection, keys, background }: Context, { uuid, id, text }: Note, position: number): void {
  const bucket = keys.bucketOf(id);
  const values = [
    bucket.session + id,
    bucket.moves,
    connection.isCluster ? bucket.highest : keys.placed,
    uuid,
    position,
    text,
    connection.isCluster ? 1 : 0,
  ];
  background.start(() => connection.run(createCall('settle', id), 'settleSession', values));
}

/** The user does not exist any more: nothing may be left of the commit that named it. */
async function refuse(context: Context, call: Call, note: Note, position: number): Promise<void> {
  if (position > 0) {
    await takeUserBack(context, call, note, position);
    return;
  }
  // It was in no list before: it goes, whatever others have written to it since.
  await purgeLeftOver(context, call, note, 'refused');
}

/** Removes one life of a session, in whatever version. */
async function purgeLeftOver(
  context: Context,
  call: Call,
  { id, uuid }: Note,
  state: 'purged' | 'refused',
): Promise<void> {
  const text = await runPurge(context, call, { id, uuid, token: context.tokens.next(0), state });
  if (text !== null) await finishPlacing(context, call, decodeNote(uuid, text));
}

/**
 * Makes a session what it was before it was given the user of the note; if others have changed it since, it only loses the user.
 *
 * Whoever races with this compares versions as it does, so one of them does it once.
 */
async function takeUserBack(context: Context, call: Call, note: Note, position: number): Promise<void> {
  const { connection, keys } = context;
  const { uuid, id, version, previousRecord } = note;
  const bucket = keys.bucketOf(id);
  let expected = { uuid, version };
  let next =
    previousRecord === undefined
      ? undefined
      : decodeSession(id, `${uuid}:${version + 1}`, `${position}`, previousRecord).record;
  for (;;) {
    if (next !== undefined) {
      const text = await runTakeBack(context, call, expected, next);
      if (text !== undefined) {
        await finishPlacing(context, call, decodeNote(uuid, text), note.userUuid);
        return;
      }
    }
    const [stamp, , record] = await connection.run(call, 'loadSession', [bucket.session + id, bucket.moves, '']);
    if (stamp === null || record === null) return;
    const current = decodeSession(id, stamp, `${position}`, record).record;
    if (current.uuid !== uuid || current.user?.uuid !== note.userUuid) return;
    expected = current;
    next = { ...current, user: null, version: current.version + 1 };
  }
}
