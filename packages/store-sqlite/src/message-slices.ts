import type { Database } from './database.js';

/** So many messages are removed in one transaction, or fewer when they are long: some milliseconds. */
const sliceCount = 250;
const sliceLength = 4_000_000;

interface MessagesToRemove {
  /** Position of the session that owns them. */
  readonly session: number;
  readonly after: number;
  readonly through: number;
  /** Upper bound of the length of each. */
  readonly longest: number;
}

/** How many messages of this length one slice removes. */
export function sliceSize(longest: number): number {
  return Math.max(1, Math.min(sliceCount, Math.floor(sliceLength / Math.max(1, longest))));
}

/** Removes the first messages of a range. Answers behind which `seq` to go on, or `undefined` when none is left. */
export type RemoveSlice = (range: MessagesToRemove) => number | undefined;

export function createRemoveSlice(database: Database): RemoveSlice {
  const first = database.prepare(
    `SELECT seq FROM messages INDEXED BY messages_by_seq
      WHERE session = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT 1`,
  );
  const remove = database.prepare(
    'DELETE FROM messages INDEXED BY messages_by_seq WHERE session = ? AND seq >= ? AND seq <= ?',
  );
  return ({ session, after, through, longest }) => {
    const start = first.get([session, after, through])?.seq as number | undefined;
    if (start === undefined) return undefined;
    const last = Math.min(start + sliceSize(longest) - 1, through);
    remove.run([session, start, last]);
    return last < through ? last : undefined;
  };
}
