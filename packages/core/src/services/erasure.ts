import { setTimeout as delay } from 'node:timers/promises';
import type { SessionState, UserRecord } from '@scrollback/store';
import type { Context } from '../context.js';
import { RefusalError } from '../errors.js';

/** What an erasure removed; messages that somebody added while it ran may not be counted. */
export interface Erased {
  readonly sessionCount: number;
  readonly messageCount: number;
}

const pageSize = 100;
const pauseMs = 20;
const maxIdleRounds = 100;
const states: readonly SessionState[] = ['live', 'deleted'];

/**
 * Removes all sessions of a user that is `erasing`, then the user. Any number of servers may do this at once for one user.
 *
 * A session moves between the lists while it is deleted or restored, so the lists are walked until the store, which looks at
 * both in one step, agrees that they are empty. Throws `erasure_unfinished` when that does not happen though nothing is listed
 * any more, and the signal's reason when that is aborted: the next purge run goes on.
 */
export async function eraseSessions(
  { store, userWriter }: Context,
  user: UserRecord,
  signal?: AbortSignal,
): Promise<Erased> {
  let sessionCount = 0;
  let messageCount = 0;
  const { id, uuid } = user;
  for (let idleRounds = 0; ; ) {
    const countBefore = sessionCount;
    for (const state of states) {
      signal?.throwIfAborted();
      const sessions = await store.sessions.list({ state, userUuid: uuid, limit: pageSize, order: 'asc' });
      const purged = await Promise.all(
        sessions.map(async (session) => ({
          session,
          isMine: await store.sessions.purge({ id: session.id, uuid: session.uuid }),
        })),
      );
      for (const { session, isMine } of purged) {
        if (!isMine) continue;
        sessionCount += 1;
        messageCount += session.lastSeq - session.trimmedThrough;
      }
    }
    if (await store.users.purge({ id, uuid })) break;
    const current = await store.users.find(id);
    if (current?.uuid !== uuid) break;
    idleRounds = sessionCount === countBefore ? idleRounds + 1 : 0;
    if (idleRounds > maxIdleRounds) {
      throw new RefusalError(
        'erasure_unfinished',
        'sessions of the user are still being moved; the erasure goes on later',
      );
    }
    if (idleRounds > 0) await delay(pauseMs);
  }
  userWriter.forget(id);
  return { sessionCount, messageCount };
}
