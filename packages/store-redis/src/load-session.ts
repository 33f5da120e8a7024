import { type SessionRecord, sessionWith } from '@scrollback/store';
import type { Call } from './call.js';
import type { Context } from './context.js';
import { decodeNote, noteOf } from './note.js';
import { finishPlacing } from './placing.js';
import { decodeSession } from './session-codec.js';
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
    if (placing.status === 'placed') return sessionWith(stored.record, { position: placing.position });
  }
}
