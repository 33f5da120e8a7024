import { type BrokenStore, broken, giveWay } from './broken-store.js';

export const brokenReads: Record<string, BrokenStore> = {
  'reads the record, then the messages': broken(
    ['read › returns record and messages of one moment while a writer appends and clears'],
    (store) => ({
      sessions: {
        read: async (id, range) => {
          const record = await store.sessions.find(id);
          await giveWay();
          const snapshot = await store.sessions.read(id, range);
          return record && snapshot && { record, messages: snapshot.messages };
        },
      },
    }),
  ),

  'finds messages by uuid after the record': broken(
    ['read › returns texts of one moment while a writer replaces them'],
    (store) => ({
      sessions: {
        messagesById: async (id, uuids) => {
          const record = await store.sessions.find(id);
          await giveWay();
          const snapshot = await store.sessions.messagesById(id, uuids);
          return record && snapshot && { record, messages: snapshot.messages };
        },
      },
    }),
  ),

  'returns hidden messages': broken(['read › never returns hidden messages'], (store, data) => ({
    sessions: {
      read: async (id, range) => {
        const snapshot = await store.sessions.read(id, range);
        const all = data.sessions.get(id)?.messages ?? [];
        if (!snapshot || !('last' in range)) return snapshot;
        const { through = snapshot.record.lastSeq } = range;
        return { ...snapshot, messages: structuredClone(all.filter(({ seq }) => seq <= through).slice(-range.last)) };
      },
    },
  })),

  'counts hidden messages of a page': broken(['read › never returns hidden messages'], (store) => ({
    sessions: {
      read: async (id, range) => {
        if ('last' in range) return store.sessions.read(id, range);
        const { after, limit, through = Number.MAX_SAFE_INTEGER } = range;
        return store.sessions.read(id, { ...range, through: Math.min(through, after + limit) });
      },
    },
  })),

  'does not stop at through': broken(['read › stops at through, inclusive'], (store) => ({
    sessions: { read: (id, { through: _, ...range }) => store.sessions.read(id, range) },
  })),

  'stops before through': broken(['read › stops at through, inclusive'], (store) => ({
    sessions: {
      read: (id, { through, ...range }) =>
        store.sessions.read(id, { ...range, through: through === undefined ? undefined : through - 1 }),
    },
  })),

  'ignores maxBytes': broken(
    [
      'read › stops before the texts exceed maxBytes, and never returns nothing',
      'read › skips no message for which there is no room to return one behind it',
    ],
    (store) => ({
      sessions: { read: (id, range) => store.sessions.read(id, { ...range, maxBytes: Number.MAX_SAFE_INTEGER }) },
    }),
  ),

  'returns nothing where one message exceeds maxBytes': broken(
    ['read › stops before the texts exceed maxBytes, and never returns nothing'],
    (store) => ({
      sessions: {
        read: async (id, range) => {
          const snapshot = await store.sessions.read(id, range);
          const messages = snapshot?.messages.filter(({ json }) => json.length <= range.maxBytes) ?? [];
          return snapshot && { ...snapshot, messages };
        },
      },
    }),
  ),

  'keeps the oldest messages of a window that exceeds maxBytes': broken(
    ['read › stops before the texts exceed maxBytes, and never returns nothing'],
    (store) => ({
      sessions: {
        read: async (id, range) => {
          const snapshot = await store.sessions.read(id, { ...range, maxBytes: Number.MAX_SAFE_INTEGER });
          const first = snapshot?.messages[0]?.seq ?? 0;
          const { through, maxBytes } = range;
          return store.sessions.read(id, {
            after: first - 1,
            limit: snapshot?.messages.length || 1,
            through,
            maxBytes,
          });
        },
      },
    }),
  ),

  'returns the newest message first': broken(['read › returns the newest messages, oldest first'], (store) => ({
    sessions: {
      read: async (id, range) => {
        const snapshot = await store.sessions.read(id, range);
        return snapshot && 'last' in range ? { ...snapshot, messages: [...snapshot.messages].reverse() } : snapshot;
      },
    },
  })),

  'does not find deleted messages by uuid': broken(
    ['read › finds messages by uuid, deleted ones included, in ascending order and those of this session only'],
    (store) => ({
      sessions: {
        messagesById: async (id, uuids) => {
          const snapshot = await store.sessions.messagesById(id, uuids);
          if (!snapshot) return undefined;
          const { hiddenThrough } = snapshot.record;
          return { ...snapshot, messages: snapshot.messages.filter(({ seq }) => seq > hiddenThrough) };
        },
      },
    }),
  ),

  'finds messages in the order of the uuids': broken(
    ['read › finds messages by uuid, deleted ones included, in ascending order and those of this session only'],
    (store) => ({
      sessions: {
        messagesById: async (id, uuids) => {
          const snapshot = await store.sessions.messagesById(id, uuids);
          if (!snapshot) return undefined;
          const messages = [...snapshot.messages].sort((a, b) => uuids.indexOf(a.uuid) - uuids.indexOf(b.uuid));
          return { ...snapshot, messages };
        },
      },
    }),
  ),

  'does not find sessions in the trash': broken(
    ['read › returns a session in the trash without its messages, and with them after a restore'],
    (store) => ({
      sessions: {
        find: async (id) => {
          const record = await store.sessions.find(id);
          return record?.state === 'live' ? record : undefined;
        },
      },
    }),
  ),

  'remembers what a handle has read': broken(
    ['read › sees what was committed through another handle before the call began'],
    (store) => {
      const remembered = new Map<string, Awaited<ReturnType<typeof store.sessions.find>>>();
      return {
        sessions: {
          find: async (id) => {
            const record = remembered.get(id) ?? (await store.sessions.find(id));
            await store.ping();
            if (record) remembered.set(id, record);
            return structuredClone(record);
          },
          commit: async (commit) => {
            remembered.delete(commit.next.id);
            return store.sessions.commit(commit);
          },
        },
      };
    },
  ),
};
