import type { Database } from './database.js';
import { toBytes, uuidFromBytes, uuidToBytes } from './text.js';
import { createUserReads } from './user-reads.js';
import { toUserValues, userColumns } from './user-row.js';
import type { Writes } from './write.js';

type Handlers = {
  readonly [Kind in 'commitUser' | 'purgeUser']: (request: Writes[Kind]['request']) => Writes[Kind]['answer'];
};

/** The changes of users. Each must run in a transaction. */
export function createUserWrites(database: Database): Handlers {
  const reads = createUserReads(database);
  const stored = database.prepare('SELECT position, uuid, version, state FROM users WHERE id = ?');
  const places = userColumns.map(() => '?').join(', ');
  const insert = database.prepare(`INSERT INTO users (${userColumns.join(', ')}) VALUES (${places})`);
  const assignments = userColumns.map((column) => `${column} = ?`).join(', ');
  const update = database.prepare(`UPDATE users SET ${assignments} WHERE position = ?`);
  const remove = database.prepare('DELETE FROM users WHERE position = ?');
  const session = database.prepare('SELECT 1 FROM sessions INDEXED BY sessions_by_user WHERE user_uuid = ? LIMIT 1');

  return {
    commitUser({ previous, next }) {
      const current = stored.get([toBytes(next.id)]);
      const uuid = current === undefined ? undefined : uuidFromBytes(current.uuid);
      if (uuid !== previous?.uuid || current?.version !== previous?.version) {
        return { status: 'conflict', current: reads.find(next.id) };
      }
      if (current === undefined) {
        return { status: 'committed', position: insert.run(toUserValues(next)).lastInsertRowid };
      }
      const position = current.position as number;
      update.run([...toUserValues(next), position]);
      return { status: 'committed', position };
    },

    purgeUser({ id, uuid }) {
      const current = stored.get([toBytes(id)]);
      if (current === undefined || uuidFromBytes(current.uuid) !== uuid || current.state !== 'erasing') return false;
      if (session.get([uuidToBytes(uuid)]) !== undefined) return false;
      remove.run([current.position as number]);
      return true;
    },
  };
}
