import type { SessionState, UserRecord } from '@scrollback/store';
import type { Context } from '../context.js';

/** What an erasure removed. */
export interface Erased {
  readonly sessionCount: number;
  readonly messageCount: number;
}

const pageSize = 100;
const states: readonly SessionState[] = ['live', 'deleted'];

/**
 * Removes all sessions of a user that is `erasing`, then the user. Any number of servers may do this at once for one user.
 *
 * A session moves between the lists while it is deleted or restored, so the lists are walked until the store, which looks at
 * both in one step, agrees that they are empty.
 */
export async function eraseSessions({ store, userWriter }: Context, user: UserRecord): Promise<Erased> {
  let sessionCount = 0;
  let messageCount = 0;
  const { id, uuid } = user;
  for (;;) {
    for (const state of states) {
      const sessions = await store.sessions.list({ state, userUuid: uuid, limit: pageSize, order: 'asc' });
      const purged = await Promise.all(
        sessions.map(async (session) => ({ session, isMine: await store.sessions.purge(session) })),
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
  }
  userWriter.forget(id);
  return { sessionCount, messageCount };
}
