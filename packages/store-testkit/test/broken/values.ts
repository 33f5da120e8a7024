import type { MessageRecord, SessionRecord, Store } from '@scrollback/store';
import type { MinimalData } from '../stores/minimal-data.js';
import { type BrokenStore, broken, brokenCommit } from './broken-store.js';

export const brokenValues: Record<string, BrokenStore> = {
  'hands out live records': broken(['isolation › hands out a copy from sessions.find'], (store, data) => ({
    sessions: {
      find: async (id) => {
        await store.ping();
        return data.sessions.get(id)?.record;
      },
    },
  })),

  'hands out live messages': broken(['isolation › hands out a copy from sessions.read'], (store, data) => ({
    sessions: {
      read: async (id, range) => {
        const snapshot = await store.sessions.read(id, range);
        const live = new Map(data.sessions.get(id)?.messages.map((message) => [message.seq, message]));
        return (
          snapshot && { ...snapshot, messages: snapshot.messages.map((message) => live.get(message.seq) ?? message) }
        );
      },
    },
  })),

  'hands out live users': broken(['isolation › hands out a copy from users.list'], (store, data) => ({
    users: {
      list: async (query) => {
        const users = await store.users.list(query);
        return users.map((user) => data.users.get(user.id) ?? user);
      },
    },
  })),

  'keeps the record that it was handed': brokenCommit(
    ['isolation › keeps nothing of what a session commit was handed'],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      const session = data.sessions.get(commit.next.id);
      if (result.status !== 'committed' || !session) return result;
      const record = commit.next as { -readonly [Key in keyof SessionRecord]: SessionRecord[Key] };
      if (commit.previous === undefined) record.position = result.record.position;
      data.sessions.set(record.id, { ...session, record });
      return result;
    },
  ),

  'keeps the messages that it was handed': brokenCommit(
    ['isolation › keeps nothing of what a session commit was handed'],
    async (commit, store, data) => {
      const result = await store.sessions.commit(commit);
      const session = data.sessions.get(commit.next.id);
      if (result.status !== 'committed' || !session) return result;
      const given = new Map(commit.append.map((message) => [message.seq, message]));
      const messages = session.messages.map((message) => given.get(message.seq) ?? message);
      data.sessions.set(commit.next.id, { ...session, messages });
      return result;
    },
  ),

  'parses and writes JSON anew': broken(
    [
      'json › returns message text as it was given: whitespace',
      'json › returns message text as it was given: keys that look like numbers, in their order',
      'json › returns message text as it was given: a key that comes twice',
      'json › returns metadata of a session as it was given: whitespace',
      'json › returns metadata of a session as it was given: keys that look like numbers, in their order',
      'json › returns metadata of a session as it was given: a key that comes twice',
      'json › returns metadata of a user as it was given: whitespace',
      'json › returns metadata of a user as it was given: keys that look like numbers, in their order',
      'json › returns metadata of a user as it was given: a key that comes twice',
    ],
    (store) => withTexts(store, (text) => JSON.stringify(JSON.parse(text))),
  ),

  'cuts numbers to 14 digits': broken(
    [
      'json › returns message text as it was given: integers of sixteen digits',
      'json › returns metadata of a session as it was given: integers of sixteen digits',
      'json › returns metadata of a user as it was given: integers of sixteen digits',
    ],
    (store) =>
      withTexts(store, (text) => text.replace(/\d{15,}/g, (digits) => `${Number(Number(digits).toPrecision(14))}`)),
  ),

  'turns empty arrays into objects': broken(
    [
      'json › returns message text as it was given: empty arrays and objects',
      'json › returns metadata of a session as it was given: empty arrays and objects',
      'json › returns metadata of a user as it was given: empty arrays and objects',
    ],
    (store) => withTexts(store, (text) => text.replaceAll('[]', '{}')),
  ),

  'normalises text': broken(['json › returns message text as it was given: emoji and combining characters'], (store) =>
    withTexts(store, (text) => text.normalize('NFC')),
  ),

  'cuts ids at a NUL character': broken(
    ['hostile ids › keeps ids apart that differ in what follows a NUL character'],
    (store) => withIds(store, (id) => id.split('\0')[0] ?? ''),
  ),
  'trims ids': broken(['hostile ids › keeps ids apart that differ in blanks around them'], (store) =>
    withIds(store, (id) => id.trim()),
  ),
  'compares ids without case': broken(['hostile ids › keeps ids apart that differ in case'], (store) =>
    withIds(store, (id) => id.toLowerCase()),
  ),
  'normalises ids': broken(['hostile ids › keeps ids apart that differ in the composition of characters'], (store) =>
    withIds(store, (id) => id.normalize('NFC')),
  ),
  'keeps ids encoded for URLs': broken(
    ['hostile ids › carries a percent-encoded slash', 'hostile ids › keeps ids apart that differ in percent-encoding'],
    (store) => withIds(store, (id) => decodeURIComponentSafely(id)),
  ),
  'cuts ids to 255 characters': broken(
    [
      'hostile ids › keeps ids apart that differ in the last of 1,024 bytes',
      'hostile ids › carries 1,024 bytes of emoji',
    ],
    (store) => withIds(store, (id) => id.slice(0, 255)),
  ),

  'takes ids for patterns': broken(
    [
      'hostile ids › carries an asterisk',
      'hostile ids › keeps ids apart that differ in patterns that match the others',
    ],
    (store, data) => ({
      sessions: {
        purge: async (target) => {
          const answer = await store.sessions.purge(target);
          if (answer && target.id.includes('*')) purgeMatching(data, target.id);
          return answer;
        },
      },
    }),
  ),

  'looks ids up in an object': broken(
    ['hostile ids › carries the name of the prototype', 'hostile ids › carries the name of a constructor'],
    (store) => ({
      users: {
        find: async (id) => {
          const inherited = Reflect.get({}, id);
          return inherited === undefined ? store.users.find(id) : inherited;
        },
      },
    }),
  ),
};

function purgeMatching(data: MinimalData, pattern: string): void {
  const [start = ''] = pattern.split('*');
  for (const id of [...data.sessions.keys()]) if (id.startsWith(start)) data.sessions.delete(id);
}

function decodeURIComponentSafely(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** What the store makes of every JSON text that it is given. */
function withTexts(store: Store, change: (text: string) => string) {
  const changed = <T extends { readonly metadata: string | null }>(record: T): T => ({
    ...record,
    metadata: record.metadata === null ? null : change(record.metadata),
  });
  const messages = (given: readonly MessageRecord[]) =>
    given.map((message) => ({ ...message, json: change(message.json) }));
  return {
    sessions: {
      commit: (async ({ previous, next, append, replace }) =>
        store.sessions.commit({
          previous,
          next: changed(next),
          append: messages(append),
          replace: messages(replace),
        })) satisfies Store['sessions']['commit'],
    },
    users: {
      commit: (async ({ previous, next }) =>
        store.users.commit({ previous, next: changed(next) })) satisfies Store['users']['commit'],
    },
  };
}

/** What the store makes of the ids of sessions that it looks up; records keep theirs. */
function withIds({ sessions }: Store, change: (id: string) => string): { sessions: Partial<Store['sessions']> } {
  return {
    sessions: {
      find: (id) => sessions.find(change(id)),
      read: (id, range) => sessions.read(change(id), range),
      commit: (commit) => sessions.commit({ ...commit, next: { ...commit.next, id: change(commit.next.id) } }),
      purge: (target) => sessions.purge({ ...target, id: change(target.id) }),
    },
  };
}
