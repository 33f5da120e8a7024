import type { SessionRecord } from '@scrollback/store';
import type { Call } from './call.js';
import type { Context } from './context.js';
import { decodeNote, noteOf } from './note.js';
import { finishPlacing } from './placing.js';
import { decodeSession } from './session-codec.js';
import { runPurge } from './session-scripts.js';
import { uuidOf } from './stamp.js';

/**
 * The record under `id`, after its placing was finished if that was necessary: nobody may see a record before its place is
 * known and its user accepted.
 *
 * It is what was stored at one moment during the call, with its position.
 */
export async function loadSession(context: Context, call: Call, id: string): Promise<SessionRecord | undefined> {
  const { connection, keys } = context;
  const bucket = keys.bucketOf(id);
  for (;;) {
    const reply = await connection.run(call, 'loadSession', [bucket.session + id, bucket.moves, '']);
    const [stamp, position, record, text] = reply;
    if (stamp === null || record === null) return undefined;
    const stored = decodeSession(id, stamp, position, record);
    if (stored.place === 'settled') return stored.record;
    const note = text === null ? noteOf(stored.record) : decodeNote(uuidOf(stamp), text);
    const placing = await finishPlacing(context, call, note);
    if (placing.status === 'placed') return { ...stored.record, position: placing.position };
    // The lists know that it was purged: if it is still here, then because its node lost its last moments in a failover.
    if (placing.status === 'purged') {
      const { uuid } = stored.record;
      await runPurge(context, call, { id, uuid, token: context.tokens.next(0), state: 'purged' });
    }
  }
}

/** The same for a caller that knows only what has to be in order: the place of one life of a session. */
export async function repairSession(context: Context, call: Call, uuid: string, id: string): Promise<void> {
  const { connection, keys } = context;
  const bucket = keys.bucketOf(id);
  const [stamp, position, record, text] = await connection.run(call, 'loadSession', [
    bucket.session + id,
    bucket.moves,
    uuid,
  ]);
  if (text !== null) {
    await finishPlacing(context, call, decodeNote(uuid, text));
  } else if (stamp?.startsWith(uuid) && record !== null) {
    await finishPlacing(context, call, noteOf(decodeSession(id, stamp, position, record).record));
  } else {
    // That life is over, and a uuid never comes back.
    const note = { uuid, id, userUuid: null, userId: null, position: 0, writtenAt: 0, token: '-', text: '' };
    await finishPlacing(context, call, {
      ...note,
      state: 'purged',
      version: Number.MAX_SAFE_INTEGER,
      previousRecord: undefined,
    });
  }
}
