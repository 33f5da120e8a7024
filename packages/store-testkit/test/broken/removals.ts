import type { MessageRecord } from '@scrollback/store';
import { type BrokenStore, broken, brokenCommit, giveWay } from './broken-store.js';

/** By the id of the session, which is another one in every run. */
const leftMessages = new Map<string, readonly MessageRecord[]>();

export const brokenRemovals: Record<string, BrokenStore> = {
  'purges whatever the version': broken(
    [
      'purge › leaves a session with another version alone when a version is given',
      'purge › of a purge of one version and a commit on it exactly one happens',
    ],
    (store) => ({
      sessions: { purge: ({ id, uuid }) => store.sessions.purge({ id, uuid }) },
    }),
  ),

  'purges whatever the uuid': broken(['purge › leaves a session with another uuid alone'], (store, data) => ({
    sessions: {
      purge: ({ id, uuid, version }) =>
        store.sessions.purge({ id, uuid: data.sessions.get(id)?.record.uuid ?? uuid, version }),
    },
  })),

  'checks, then purges': broken(
    [
      'purge › of purges that race exactly one answers true',
      'purge › of a purge of one version and a commit on it exactly one happens',
    ],
    (store, data) => ({
      sessions: {
        purge: async ({ id, uuid, version }) => {
          const record = await store.sessions.find(id);
          if (record?.uuid !== uuid || (version ?? record.version) !== record.version) return false;
          await giveWay();
          data.sessions.delete(id);
          return true;
        },
      },
    }),
  ),

  'purges the record, then its messages': broken(
    ['purge › takes nothing from the next session of the id that is made at the same time'],
    (store, data) => {
      return {
        sessions: {
          purge: async (target) => {
            const messages = data.sessions.get(target.id)?.messages ?? [];
            const answer = await store.sessions.purge(target);
            await giveWay();
            const later = data.sessions.get(target.id);
            if (answer && later) {
              const gone = new Set(messages.map(({ seq }) => seq));
              data.sessions.set(target.id, { ...later, messages: later.messages.filter(({ seq }) => !gone.has(seq)) });
            }
            return answer;
          },
        },
      };
    },
  ),

  'leaves messages to the next session of the id': broken(
    ['purge › leaves nothing that a later session of the same id could see'],
    (store, data) => ({
      sessions: {
        purge: async (target) => {
          const messages = data.sessions.get(target.id)?.messages ?? [];
          const answer = await store.sessions.purge(target);
          if (answer) leftMessages.set(target.id, messages);
          return answer;
        },
        commit: async (commit) => {
          const { id } = commit.next;
          const result = await store.sessions.commit(commit);
          const session = data.sessions.get(id);
          const left = leftMessages.get(id) ?? [];
          if (result.status !== 'committed' || commit.previous !== undefined || !session) return result;
          data.sessions.set(id, { ...session, messages: [...left, ...session.messages] });
          return result;
        },
      },
    }),
  ),

  'trims beyond the range': broken(['trim › removes the messages of the range for good and no others'], (store) => ({
    sessions: { trim: ({ through, ...range }) => store.sessions.trim({ ...range, through: through + 1 }) },
  })),

  'trims from the beginning': broken(['trim › removes the messages of the range for good and no others'], (store) => ({
    sessions: { trim: (range) => store.sessions.trim({ ...range, after: 0 }) },
  })),

  'trims whatever the uuid': broken(
    ['trim › leaves a session with another uuid alone', 'trim › leaves the later session of the same id alone'],
    (store, data) => ({
      sessions: {
        trim: ({ id, uuid, ...range }) =>
          store.sessions.trim({ id, uuid: data.sessions.get(id)?.record.uuid ?? uuid, ...range }),
      },
    }),
  ),

  'changes the record when it trims': broken(['trim › does not change the record'], (store, data) => ({
    sessions: {
      trim: async (range) => {
        await store.sessions.trim(range);
        const session = data.sessions.get(range.id);
        if (session?.record.uuid !== range.uuid) return;
        const record = { ...session.record, trimmedThrough: range.through, version: session.record.version + 1 };
        data.sessions.set(range.id, { ...session, record });
      },
    },
  })),

  'keeps the uuids of trimmed messages': broken(
    ['trim › makes the uuids free again, and only those of the range'],
    (store, data) => ({
      sessions: {
        trim: async ({ id, uuid, after, through }) => {
          await store.ping();
          const session = data.sessions.get(id);
          if (session?.record.uuid !== uuid) return;
          const messages = session.messages.map((message) =>
            message.seq > after && message.seq <= through ? { ...message, seq: -message.seq } : message,
          );
          data.sessions.set(id, { ...session, messages });
        },
      },
    }),
  ),

  'writes the whole session back when a trim ends': broken(
    ['trim › lets appends and reads through while it removes thousands of messages'],
    (store, data) => ({
      sessions: {
        trim: async ({ id, uuid, after, through }) => {
          await store.ping();
          const session = data.sessions.get(id);
          if (session?.record.uuid !== uuid) return;
          await giveWay(4);
          const messages = session.messages.filter(({ seq }) => seq <= after || seq > through);
          data.sessions.set(id, { ...session, messages });
        },
      },
    }),
  ),

  'accepts a session of a user that is gone': brokenCommit(
    [
      'erasure › refuses a new session whose user never existed, and nothing of it remains',
      'erasure › refuses a new session whose user is being erased, and nothing of it remains',
      'erasure › refuses a new session whose user was erased, and nothing of it remains',
    ],
    async (commit, store, data) => {
      const result = await store.sessions.commit({ ...commit, next: { ...commit.next, user: null } });
      const session = data.sessions.get(commit.next.id);
      if (result.status !== 'committed' || !session) return result;
      const record = { ...session.record, user: structuredClone(commit.next.user) };
      data.sessions.set(record.id, { ...session, record });
      return { ...result, record: structuredClone(record) };
    },
  ),

  'looks for the user, then writes': brokenCommit(
    ['erasure › leaves no session of the user however many are made meanwhile'],
    async (commit, store, data) => {
      const { previous, next } = commit;
      if (!next.user || next.user.uuid === previous?.user?.uuid) return store.sessions.commit(commit);
      const user = await store.users.find(next.user.id);
      if (user?.uuid !== next.user.uuid || user.state !== 'live') return { status: 'user_gone' };
      await giveWay(4);
      const result = await store.sessions.commit({ ...commit, next: { ...next, user: null } });
      const session = data.sessions.get(next.id);
      if (result.status !== 'committed' || !session) return result;
      const record = { ...session.record, user: structuredClone(next.user) };
      data.sessions.set(record.id, { ...session, record });
      return { ...result, record: structuredClone(record) };
    },
  ),

  'accepts any life of a user': brokenCommit(
    ['erasure › refuses a new session whose user is another life of the id, and nothing of it remains'],
    async (commit, store, data) => {
      const { previous, next } = commit;
      const user = next.user && next.user.uuid !== previous?.user?.uuid ? data.users.get(next.user.id) : undefined;
      if (user?.state !== 'live') return store.sessions.commit(commit);
      const result = await store.sessions.commit({
        ...commit,
        next: { ...next, user: { id: user.id, uuid: user.uuid } },
      });
      const session = data.sessions.get(next.id);
      if (result.status !== 'committed' || !session) return result;
      const record = { ...session.record, user: structuredClone(next.user) };
      data.sessions.set(record.id, { ...session, record });
      return { ...result, record: structuredClone(record) };
    },
  ),

  'leaves the session whose user is gone': brokenCommit(
    [
      'erasure › refuses a new session whose user is being erased, and nothing of it remains',
      'erasure › leaves a session as it was when it is given a user that is being erased',
    ],
    async (commit, store) => {
      const result = await store.sessions.commit(commit);
      if (result.status === 'user_gone')
        await store.sessions.commit({ ...commit, next: { ...commit.next, user: null } });
      return result;
    },
  ),

  'refuses every change while the user is being erased': brokenCommit(
    ['erasure › lets a session that keeps its user be committed while the user is being erased'],
    async (commit, store, data) => {
      const user = commit.next.user && data.users.get(commit.next.user.id);
      return user?.state === 'erasing' ? { status: 'user_gone' } : store.sessions.commit(commit);
    },
  ),

  'purges a user that has sessions': broken(
    ['users › is not purged while it has a session, live or in the trash'],
    (store, data) => ({
      users: {
        purge: async ({ id, uuid }) => {
          await store.ping();
          const user = data.users.get(id);
          return user?.uuid === uuid && user.state === 'erasing' && data.users.delete(id);
        },
      },
    }),
  ),

  'purges a user that has sessions in the trash': broken(
    ['users › is not purged while it has a session, live or in the trash'],
    (store, data) => ({
      users: {
        purge: async ({ id, uuid }) => {
          if ((await store.sessions.count({ state: 'live', userUuid: uuid })) > 0) return false;
          const user = data.users.get(id);
          return user?.uuid === uuid && user.state === 'erasing' && data.users.delete(id);
        },
      },
    }),
  ),

  'purges a user that is live': broken(['users › is not purged while it is live'], (store, data) => ({
    users: {
      purge: async ({ id, uuid }) => {
        const user = data.users.get(id);
        if (user?.uuid === uuid) data.users.set(id, { ...user, state: 'erasing' });
        return store.users.purge({ id, uuid });
      },
    },
  })),

  'purges whatever life of a user': broken(['users › is not purged when another life is named'], (store, data) => ({
    users: { purge: ({ id, uuid }) => store.users.purge({ id, uuid: data.users.get(id)?.uuid ?? uuid }) },
  })),
};
