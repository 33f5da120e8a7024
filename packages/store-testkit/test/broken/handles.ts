import { openMinimalStore } from '../stores/minimal-store.js';
import { type BrokenStore, broken, giveWay } from './broken-store.js';

export const brokenHandles: Record<string, BrokenStore> = {
  'works on after it was closed': broken(
    [
      'lifecycle › rejects sessions.commit after it was closed',
      'lifecycle › rejects users.find after it was closed',
      'lifecycle › rejects ping after it was closed',
    ],
    () => ({ close: async () => {} }),
  ),

  'answers with nothing after it was closed': broken(
    ['lifecycle › rejects sessions.find after it was closed', 'lifecycle › rejects sessions.list after it was closed'],
    (store) => ({
      sessions: {
        find: async (id) => store.sessions.find(id).catch(() => undefined),
        list: async (query) => store.sessions.list(query).catch(() => []),
      },
    }),
  ),

  'closes without waiting': broken(['lifecycle › waits for the calls that are in flight'], (store) => ({
    sessions: {
      commit: async (commit) => {
        const result = await store.sessions.commit(commit);
        await giveWay(5);
        return result;
      },
    },
    close: async () => {
      void store.close();
    },
  })),

  'drops the calls that are in flight when it is closed': broken(
    ['lifecycle › waits for the calls that are in flight'],
    (store) => ({
      sessions: {
        commit: async (commit) => {
          await giveWay(1);
          return store.sessions.commit(commit);
        },
      },
    }),
  ),

  'cannot be closed twice': broken(['lifecycle › closes twice, one after the other and at once'], (store) => {
    let isClosed = false;
    return {
      close: async () => {
        if (isClosed) throw new Error('Closed twice.');
        isClosed = true;
        await store.close();
      },
    };
  }),

  'forgets the data when a handle is closed': broken(
    ['lifecycle › keeps what was stored when every handle that wrote it is closed'],
    (store, data) => ({
      close: async () => {
        await store.close();
        data.sessions.clear();
      },
    }),
  ),

  'keeps data of its own in every handle': {
    caughtBy: ['lifecycle › opens handles on the same data'],
    open: () => openMinimalStore({ sessions: new Map(), users: new Map(), lastPosition: 0 }),
  },

  'changes what it is handed': broken(['isolation › leaves what it is handed as it was'], (store) => ({
    sessions: {
      commit: async (commit) => {
        const result = await store.sessions.commit(commit);
        if (result.status === 'committed') Reflect.set(commit.next, 'position', result.record.position);
        if (Object.isFrozen(commit.next) && result.status === 'committed') throw new TypeError('Cannot assign.');
        return result;
      },
    },
  })),
};
