import type { UserReference } from '@scrollback/store';
import type { Context } from '../context.js';
import { RefusalError } from '../errors.js';
import { UserGoneError } from '../writing/record-writer.js';

/**
 * Runs `write` with the user that `userId` names; refuses with `unknown_user` when there is none.
 *
 * A remembered user is good enough to begin with, because the store accepts a session only while its user exists.
 */
export async function withOwner<Result>(
  context: Context,
  userId: string | undefined,
  write: (user: UserReference | undefined) => Promise<Result>,
): Promise<Result> {
  if (userId === undefined) return await write(undefined);
  // No id of a store is empty.
  if (userId === '') throw unknownUser(userId);
  const remembered = context.userWriter.remembered(userId);
  if (remembered?.state === 'live') {
    try {
      return await write({ id: userId, uuid: remembered.uuid });
    } catch (error) {
      if (!isDueToUser(error)) throw error;
      context.userWriter.forget(userId);
    }
  }
  const user = await context.store.users.find(userId);
  if (user?.state !== 'live') throw unknownUser(userId);
  try {
    return await write({ id: userId, uuid: user.uuid });
  } catch (error) {
    throw error instanceof UserGoneError ? unknownUser(userId) : error;
  }
}

/** Whether it may have gone wrong only because the user that was remembered is not the one of today. */
function isDueToUser(error: unknown): boolean {
  return error instanceof UserGoneError || (RefusalError.isInstance(error) && error.code === 'session_has_user');
}

function unknownUser(userId: string): RefusalError {
  return new RefusalError('unknown_user', `user ${JSON.stringify(userId)} does not exist`, '/user_id', { id: userId });
}
