import type { SessionRecord } from '@scrollback/store';
import type { MinimalData } from '../stores/minimal-data.js';
import { type BrokenStore, broken, brokenCommit, giveWay } from './broken-store.js';

/** By the id of the session, which is another one in every run. */
const leftUsers = new Map<string, string>();

export const brokenLists: Record<string, BrokenStore> = {
  'gives a position after the answer': brokenCommit(
    ['commit › gives a first commit its position before it answers'],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      if (result.status !== 'committed' || commit.previous !== undefined) return result;
      const { position } = result.record;
      place(data, commit.next.id, 0);
      void giveWay(3).then(() => place(data, commit.next.id, position));
      return { ...result, record: { ...result.record, position: 0 } };
    },
  ),

  'reserves a position before the session can be seen': brokenCommit(
    [
      'lists › never lets a new session appear behind a position that was returned',
      'races of two handles › shows every session to a caller that follows the list while both create',
    ],
    async (commit, store, data) => {
      if (commit.previous !== undefined) return store.sessions.commit(commit);
      const position = ++data.lastPosition;
      await giveWay(position % 5);
      const result = await store.sessions.commit(commit);
      if (result.status !== 'committed') return result;
      return { ...result, record: place(data, commit.next.id, position) };
    },
  ),

  'reserves a position before the user can be seen': broken(
    ['users › never lets a new user appear behind a position that was returned'],
    (store, data) => ({
      users: {
        commit: async (commit) => {
          const position = ++data.lastPosition;
          if (commit.previous === undefined) await giveWay(position % 5);
          const result = await store.users.commit(commit);
          if (result.status !== 'committed' || commit.previous !== undefined) return result;
          const record = { ...result.record, position };
          data.users.set(record.id, record);
          return { ...result, record: { ...record } };
        },
      },
    }),
  ),

  'uses the position of a purged session again': brokenCommit(
    ['lists › never gives a position a second time'],
    async (commit, store, data) => {
      data.lastPosition = Math.max(0, ...[...data.sessions.values()].map(({ record }) => record.position));
      return store.sessions.commit(commit);
    },
  ),

  'gives a position twice': brokenCommit(
    ['lists › gives every one of many sessions that are created at once a position of its own'],
    async (commit, store, data) => {
      const position = data.lastPosition + 1;
      const result = await store.sessions.commit(commit);
      if (result.status !== 'committed' || commit.previous !== undefined) return result;
      return { ...result, record: place(data, commit.next.id, position) };
    },
  ),

  'gives a new position when a session comes back': brokenCommit(
    ['lists › returns a session that leaves the list and comes back to its old place'],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      const isBack = commit.previous?.state === 'deleted' && commit.next.state === 'live';
      if (result.status !== 'committed' || !isBack) return result;
      return { ...result, record: place(data, commit.next.id, ++data.lastPosition) };
    },
  ),

  'filters after it has cut the page': broken(
    ['lists › fills every page until the list ends, whatever lies between'],
    (store, data) => ({
      sessions: {
        list: async ({ state, userUuid, after = 0, limit, order }) => {
          if (order === 'desc')
            return store.sessions.list({ state, userUuid, limit, order, ...(after ? { after } : {}) });
          await store.ping();
          return [...data.sessions.values()]
            .map(({ record }) => record)
            .filter((record) => record.position > after)
            .sort((a, b) => a.position - b.position)
            .slice(0, limit)
            .filter((record) => record.state === state && (!userUuid || record.user?.uuid === userUuid))
            .map((record) => structuredClone(record));
        },
      },
    }),
  ),

  'leaves the last record of a page out': broken(
    [
      'lists › fills every page until the list ends, whatever lies between',
      'lists › returns what stays exactly once while others come and go, asc',
    ],
    (store) => ({
      sessions: {
        list: async (query) => {
          const page = await store.sessions.list({ ...query, limit: query.limit + 1 });
          return page.length > query.limit ? page.slice(0, Math.max(1, query.limit - 1)) : page;
        },
      },
    }),
  ),

  'includes the cursor': broken(['lists › lists the stored records by position, ascending'], (store) => ({
    sessions: {
      list: async ({ after, ...query }) =>
        store.sessions.list({ ...query, after: after && (query.order === 'asc' ? after - 1 : after + 1) }),
    },
  })),

  'runs by creation time': broken(
    ['users › lists by position in both orders, behind the cursor, in full pages'],
    (store) => ({
      users: {
        list: async (query) => {
          const page = await store.users.list(query);
          return [...page].sort((a, b) => a.createdAt - b.createdAt || (a.uuid < b.uuid ? 1 : -1));
        },
      },
    }),
  ),

  'keeps a session in the list of a user that it left': broken(
    ['lists › lists a session that gets its user later under it, at its own place'],
    (store, data) => ({
      sessions: {
        commit: async (commit) => {
          if (commit.previous?.user && !commit.next.user) leftUsers.set(commit.next.id, commit.previous.user.uuid);
          return store.sessions.commit(commit);
        },
        list: async (query) => {
          const page = await store.sessions.list(query);
          const stale = [...leftUsers].filter(([, uuid]) => uuid === query.userUuid);
          return [...page, ...stale.flatMap(([id]) => structuredClone(data.sessions.get(id)?.record) ?? [])];
        },
      },
    }),
  ),

  'counts the trash': broken(['lists › counts what it lists'], (store) => ({
    sessions: {
      count: async (filter) =>
        (await store.sessions.count({ ...filter, state: 'live' })) +
        (await store.sessions.count({ ...filter, state: 'deleted' })),
    },
  })),

  'orders what is due by id': broken(
    ['due › returns what has waited since before the time given, the longest wait first'],
    (store) => ({
      sessions: {
        due: async (query) => {
          const due = await store.sessions.due(query);
          return [...due].sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
        },
      },
    }),
  ),

  'orders what is due as text': broken(['due › orders by time, not by text'], (store) => ({
    sessions: {
      due: async (query) => {
        const due = await store.sessions.due(query);
        return [...due].sort((a, b) => (`${a.purgeableSince}` < `${b.purgeableSince}` ? -1 : 1));
      },
    },
  })),

  'cuts what is due before it is ordered': broken(
    ['due › returns at most as many as wanted, the longest wait first'],
    (store) => ({
      sessions: {
        due: async ({ before, limit }) => {
          const due = await store.sessions.due({ before, limit: 100_000 });
          return [...due]
            .sort((a, b) => a.position - b.position)
            .slice(0, limit)
            .sort((a, b) => (a.purgeableSince ?? 0) - (b.purgeableSince ?? 0));
        },
      },
    }),
  ),

  'returns what is due at that very time': broken(
    ['due › returns what has waited since before the time given, the longest wait first'],
    (store) => ({
      sessions: { due: ({ before, limit }) => store.sessions.due({ before: before + 1, limit }) },
    }),
  ),
};

function place(data: MinimalData, id: string, position: number): SessionRecord {
  const session = data.sessions.get(id);
  if (!session) throw new Error(`There is no session ${id}.`);
  const record = { ...session.record, position };
  data.sessions.set(id, { ...session, record });
  return { ...record };
}
