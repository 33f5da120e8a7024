import type { SessionRecord } from '@scrollback/store';
import type { Call } from './call.js';
import type { Context } from './context.js';
import { decodeNote, encodeNote, type Note, noteOf } from './note.js';
import { finishPlacing } from './placing.js';
import { decodeSession } from './session-codec.js';
import { runCommit } from './session-scripts.js';

/**
 * Puts one life of a session where it belongs in the lists, whatever is wrong with its place.
 *
 * It compares before each write, so it does no harm while the session is being changed, or if nothing is wrong.
 */
export async function repairSession(context: Context, call: Call, uuid: string, id: string): Promise<void> {
  const { connection, keys } = context;
  const bucket = keys.bucketOf(id);
  const values = [bucket.session + id, bucket.moves, uuid];
  const [stamp, position, text, note] = await connection.run(call, 'loadSession', values);
  if (note !== null) {
    await finishPlacing(context, call, decodeNote(uuid, note));
    return;
  }
  if (stamp === null || text === null || !stamp.startsWith(uuid)) {
    await finishPlacing(context, call, noteOfGone(uuid, id));
    return;
  }
  const { record } = decodeSession(id, stamp, position, text);
  const entry = (await connection.ask(call, (client) => client.hget(keys.placed, uuid)))?.split(' ') ?? [];
  const [listed = '0', version = '0', state = '', user = ''] = entry;
  const isGone = state === 'purged' || state === 'refused';
  const isElsewhere = state !== record.state || user !== (record.user?.uuid ?? '-');
  if (isGone || Number(version) < record.version) await finishPlacing(context, call, noteOf(record));
  else if (isElsewhere) await outrun(context, call, record, Number(version));
  // The position of the lists counts: the record learns it.
  else if (Number(listed) !== record.position) await finishPlacing(context, call, noteOf(record));
}

/**
 * The lists followed a version that the bucket does not have any more, because its node lost its last moments in a failover.
 * The record gets a higher one, so that they follow it again.
 */
async function outrun(context: Context, call: Call, record: SessionRecord, placedVersion: number): Promise<void> {
  const next = { ...record, version: placedVersion + 1 };
  const token = context.tokens.next(next.version);
  const note = encodeNote(next, { position: record.position, writtenAt: Date.now(), token });
  const unchanged = { isDueChange: false, position: '', append: [], replace: [] };
  const reply = await runCommit(context, call, { expected: record, next, token, note, ...unchanged });
  if (reply === 1) await finishPlacing(context, call, decodeNote(record.uuid, note));
}

/** That life is over, and a uuid never comes back. */
function noteOfGone(uuid: string, id: string): Note {
  const version = Number.MAX_SAFE_INTEGER;
  const nobody = { userUuid: null, userId: null };
  const rest = { position: 0, writtenAt: 0, token: '-', previousRecord: undefined, text: '' };
  return { uuid, id, version, state: 'purged', ...nobody, ...rest };
}
