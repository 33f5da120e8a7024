import type { SessionStore } from '@scrollback/store';
import type { Call } from './call.js';
import type { Context } from './context.js';
import { decodeNote } from './note.js';
import { finishPlacing, fromEntry } from './placing.js';
import { runPurge } from './session-scripts.js';

export async function purgeSession(
  context: Context,
  call: Call,
  { id, uuid, version }: Parameters<SessionStore['purge']>[0],
): Promise<boolean> {
  const token = context.tokens.next(0);
  const text = await runPurge(context, call, { id, uuid, version, token, state: 'purged' });
  if (text !== null) {
    call.isUncertain = true;
    await finishPlacing(context, call, decodeNote(uuid, text));
    return true;
  }
  return call.isUncertain && (await wasPurgedBy(context, call, uuid, token));
}

/** It was sent more than once, and the session is gone: by an earlier one of them, whose note somebody else has finished? */
async function wasPurgedBy({ connection, keys }: Context, call: Call, uuid: string, token: string): Promise<boolean> {
  const entry = await connection.ask(call, (client) => client.hget(keys.placed, uuid));
  if (entry === null) return false;
  const placing = fromEntry(entry);
  return placing.status === 'purged' && placing.token === token;
}
