import type { UserRecord, UserStore } from '@scrollback/store';
import { type MemoryData, sessionListName } from './memory-data.js';
import { take } from './take.js';

export function createUsers(data: MemoryData): UserStore {
  return {
    async find(id) {
      const record = data.users.get(id);
      return record === undefined ? undefined : { ...record };
    },

    async list({ state, after, limit, order }) {
      const list = data.userLists[state];
      const ids = take(order === 'asc' ? list.after(after) : list.before(after), limit);
      return ids.map((id) => ({ ...(data.users.get(id) as UserRecord) }));
    },

    async count({ state }) {
      return data.userLists[state].size;
    },

    async commit({ previous, next }) {
      const stored = data.users.get(next.id);
      if (stored?.uuid !== previous?.uuid || stored?.version !== previous?.version) {
        return { status: 'conflict', current: stored === undefined ? undefined : { ...stored } };
      }
      const record = { ...next, position: stored?.position ?? data.nextUserPosition++ };
      data.users.set(record.id, record);
      if (stored !== undefined) data.userLists[stored.state].delete(stored.position, stored.id);
      data.userLists[record.state].add(record.position, record.id);
      return { status: 'committed', record: { ...record } };
    },

    async purge({ id, uuid }) {
      const record = data.users.get(id);
      if (record?.uuid !== uuid || record.state !== 'erasing') return false;
      const hasSessions = (['live', 'deleted'] as const).some((state) =>
        data.sessionLists.has(sessionListName(state, uuid)),
      );
      if (hasSessions) return false;
      data.users.delete(id);
      data.userLists.erasing.delete(record.position, id);
      return true;
    },
  };
}
