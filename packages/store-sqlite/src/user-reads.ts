import type { UserFilter, UserQuery, UserRecord } from '@scrollback/store';
import type { Database } from './database.js';
import type { Count } from './session-reads.js';
import { toBytes } from './text.js';
import { toUser, userColumns } from './user-row.js';

/** So many index entries are counted at once. */
const countedAtOnce = 10_000;

export type UserReads = ReturnType<typeof createUserReads>;

/** All reads of users on one connection. Each is one statement. */
export function createUserReads(database: Database) {
  const columns = `position, ${userColumns.join(', ')}`;
  const from = 'FROM users INDEXED BY users_by_state WHERE state = ? AND position';
  const byId = database.prepare(`SELECT ${columns} FROM users WHERE id = ?`);
  const pages = {
    asc: database.prepare(`SELECT ${columns} ${from} > ? ORDER BY position LIMIT ?`),
    desc: database.prepare(`SELECT ${columns} ${from} < ? ORDER BY position DESC LIMIT ?`),
  };
  const counting = database.prepare(
    `SELECT count(*) AS count, max(position) AS last FROM (SELECT position ${from} > ? ORDER BY position LIMIT ?)`,
  );

  return {
    find(id: string): UserRecord | undefined {
      const row = byId.get([toBytes(id)]);
      return row === undefined ? undefined : toUser(row);
    },
    page({ state, after, limit, order }: UserQuery): UserRecord[] {
      const start = after ?? (order === 'asc' ? 0 : Number.MAX_SAFE_INTEGER);
      return pages[order].all([state, start, limit]).map(toUser);
    },
    count({ state }: UserFilter, after: number): Count {
      const { count = 0, last = null } = counting.get([state, after, countedAtOnce]) ?? {};
      return { count: count as number, after: count === countedAtOnce ? (last as number) : undefined };
    },
  };
}
