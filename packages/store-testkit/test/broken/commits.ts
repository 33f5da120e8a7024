import { type BrokenStore, broken, brokenCommit, giveWay } from './broken-store.js';

const same = (
  stored: { uuid: string; version: number } | undefined,
  previous: { uuid: string; version: number } | undefined,
) => stored?.uuid === previous?.uuid && stored?.version === previous?.version;

/** Writes over whatever is stored. */
async function insist<T extends { readonly status: string }>(commit: () => Promise<T>): Promise<T> {
  for (;;) {
    const result = await commit();
    if (result.status !== 'conflict') return result;
  }
}

export const brokenCommits: Record<string, BrokenStore> = {
  'reads, then writes': brokenCommit(
    [
      'commit › lets exactly one of the callers through that race with the same previous',
      'commit › lets exactly one of the callers through that race for a new id',
      'races of two handles › lets one of two callers commit on a record',
    ],
    async (commit, store, data) => {
      const current = await store.sessions.find(commit.next.id);
      if (!same(current, commit.previous)) return { status: 'conflict', current };
      await giveWay();
      return insist(() => store.sessions.commit({ ...commit, previous: data.sessions.get(commit.next.id)?.record }));
    },
  ),

  'reads, then writes users': broken(
    [
      'users › lets exactly one of the callers through that race with the same previous',
      'users › lets exactly one of the callers through that race for a new id',
    ],
    (store, data) => ({
      users: {
        commit: async ({ previous, next }) => {
          const current = await store.users.find(next.id);
          if (!same(current, previous)) return { status: 'conflict', current };
          await giveWay();
          return insist(() => store.users.commit({ previous: data.users.get(next.id), next }));
        },
      },
    }),
  ),

  'lets the last writer win': brokenCommit(
    [
      'commit › refuses a stale version and writes nothing, messages included',
      'sessions › keeps 200 keys of 200 that are merged in parallel',
      'races of two handles › keeps all of 200 keys of metadata that two callers merge at once',
    ],
    async (commit, store, data) => {
      if (!commit.previous) return store.sessions.commit(commit);
      return insist(() => store.sessions.commit({ ...commit, previous: data.sessions.get(commit.next.id)?.record }));
    },
  ),

  'compares the version but not the uuid': brokenCommit(
    [
      'commit › refuses another uuid with the same version and writes nothing, messages included',
      'purge › keeps a slow writer from the later session of the same id, also at the same version',
    ],
    async (commit, store, data) => {
      const { previous, next } = commit;
      const stored = data.sessions.get(next.id)?.record;
      if (!previous || !stored) return store.sessions.commit(commit);
      return store.sessions.commit({ ...commit, previous: { ...previous, uuid: stored.uuid } });
    },
  ),

  'compares the uuid but not the version': brokenCommit(
    ['commit › refuses a stale version and writes nothing, messages included'],
    async (commit, store, data) => {
      const { previous, next } = commit;
      const stored = data.sessions.get(next.id)?.record;
      if (!previous || !stored) return store.sessions.commit(commit);
      return store.sessions.commit({ ...commit, previous: { ...previous, version: stored.version } });
    },
  ),

  'accepts any version that is not older': brokenCommit(
    ['commit › refuses a version that is not reached yet and writes nothing'],
    async (commit, store, data) => {
      const { previous, next } = commit;
      const stored = data.sessions.get(next.id)?.record;
      if (!previous || !stored || previous.version < stored.version) return store.sessions.commit(commit);
      return store.sessions.commit({ ...commit, previous: { ...previous, version: stored.version } });
    },
  ),

  'compares versions as floats of 14 digits': brokenCommit(
    ['commit › keeps numbers up to 2^53 - 1 exact'],
    async (commit, store, data) => {
      const { previous, next } = commit;
      const stored = data.sessions.get(next.id)?.record;
      if (previous?.version.toPrecision(14) !== stored?.version.toPrecision(14)) return store.sessions.commit(commit);
      return store.sessions.commit({ ...commit, previous: stored });
    },
  ),

  'makes a session again after its purge': brokenCommit(
    ['purge › is not undone by a slow writer', 'purge › of any version leaves nothing when commits race with it'],
    async (commit, store, data) => {
      const previous = data.sessions.has(commit.next.id) ? commit.previous : undefined;
      return store.sessions.commit({ ...commit, previous });
    },
  ),

  'makes a user again after its purge': broken(['users › is not brought back by a slow writer'], (store, data) => ({
    users: {
      commit: async ({ previous, next }) =>
        store.users.commit({ previous: data.users.has(next.id) ? previous : undefined, next }),
    },
  })),

  'lets a first commit replace what is in the trash': brokenCommit(
    ['commit › refuses a first commit under an id that exists, live or in the trash'],
    async (commit, store, data) => {
      const stored = data.sessions.get(commit.next.id)?.record;
      return store.sessions.commit({ ...commit, previous: stored?.state === 'deleted' ? stored : commit.previous });
    },
  ),

  'does not say what is stored in a conflict': brokenCommit(
    ['commit › refuses a stale version and writes nothing, messages included'],
    async (commit, store) => {
      const result = await store.sessions.commit(commit);
      return result.status === 'conflict' ? { ...result, current: undefined } : result;
    },
  ),

  'stores the record, then its messages': brokenCommit(
    ['read › returns record and messages of one moment while a writer appends and clears'],
    async (commit, store, data) => {
      const { append, next } = commit;
      const duplicate = append.some(({ uuid }) =>
        data.sessions.get(next.id)?.messages.some((known) => known.uuid === uuid),
      );
      if (duplicate) return store.sessions.commit(commit);
      const result = await store.sessions.commit({ ...commit, append: [] });
      if (result.status !== 'committed') return result;
      await giveWay();
      const session = data.sessions.get(next.id);
      if (session)
        data.sessions.set(next.id, { ...session, messages: [...session.messages, ...structuredClone(append)] });
      return result;
    },
  ),

  'stores the messages of a refused commit': brokenCommit(
    [
      'commit › refuses a stale version and writes nothing, messages included',
      'commit › lets exactly one of the callers through that race with the same previous',
    ],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      const session = data.sessions.get(commit.next.id);
      if (result.status === 'conflict' && session) {
        data.sessions.set(commit.next.id, {
          ...session,
          messages: [...session.messages, ...structuredClone(commit.append)],
        });
      }
      return result;
    },
  ),

  'stores the new messages beside a duplicate': brokenCommit(
    ['commit › reports the appended uuids that the session has and writes nothing, new messages included'],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      const session = data.sessions.get(commit.next.id);
      if (result.status !== 'duplicate' || !session) return result;
      const fresh = commit.append.filter(({ uuid }) => result.messages.every((known) => known.uuid !== uuid));
      data.sessions.set(commit.next.id, { ...session, messages: [...session.messages, ...structuredClone(fresh)] });
      return result;
    },
  ),

  'replaces messages in a refused commit': brokenCommit(
    ['commit › replaces nothing when it is refused'],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      const session = data.sessions.get(commit.next.id);
      if (result.status === 'committed' || !session) return result;
      const texts = new Map(commit.replace.map((message) => [message.seq, structuredClone(message)]));
      const messages = session.messages.map((message) => texts.get(message.seq) ?? message);
      data.sessions.set(commit.next.id, { ...session, messages });
      return result;
    },
  ),

  'accepts uuids that the session has': brokenCommit(
    [
      'commit › reports the appended uuids that the session has and writes nothing, new messages included',
      'messages › a repeated call stores nothing and answers with what is stored',
    ],
    async (commit, store, data) => {
      const result = await store.sessions.commit({ ...commit, append: [] });
      const session = data.sessions.get(commit.next.id);
      if (result.status !== 'committed' || !session) return result;
      const messages = [...session.messages, ...structuredClone(commit.append)];
      data.sessions.set(commit.next.id, { ...session, messages });
      return result;
    },
  ),

  'forgets the uuids of hidden messages': brokenCommit(
    ['commit › reports the uuid of a hidden message as a duplicate'],
    async (commit, store, data) => {
      const session = data.sessions.get(commit.next.id);
      if (!session || !same(session.record, commit.previous)) return store.sessions.commit(commit);
      const messages = session.messages.filter(({ seq }) => seq > session.record.hiddenThrough);
      data.sessions.set(commit.next.id, { ...session, messages });
      return store.sessions.commit(commit);
    },
  ),

  'reports a duplicate rather than a conflict': brokenCommit(
    ['commit › reports a conflict rather than a duplicate when both apply'],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      const known = data.sessions
        .get(commit.next.id)
        ?.messages.filter(({ uuid }) => commit.append.some((message) => message.uuid === uuid));
      return result.status === 'conflict' && known?.length
        ? { status: 'duplicate', messages: structuredClone(known) }
        : result;
    },
  ),

  'makes uuids of messages unique in the whole store': brokenCommit(
    ['commit › accepts a message uuid that only another session has'],
    async (commit, store, data) => {
      const uuids = new Set(commit.append.map(({ uuid }) => uuid));
      const known = [...data.sessions.values()].flatMap(({ messages }) =>
        messages.filter(({ uuid }) => uuids.has(uuid)),
      );
      return known.length > 0
        ? { status: 'duplicate', messages: structuredClone(known) }
        : store.sessions.commit(commit);
    },
  ),
};
