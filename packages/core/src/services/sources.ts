import type { SessionRecord, Store, UserRecord } from '@scrollback/store';
import type { RecordSource } from '../writing/record-source.js';

const noMessages = new Map<string, never>();

export function sessionSource({ sessions }: Store): RecordSource<SessionRecord> {
  return {
    async load(id, uuids) {
      if (uuids.length === 0) return { record: await sessions.find(id), messages: noMessages };
      const snapshot = await sessions.messagesById(id, uuids);
      const messages = snapshot?.messages ?? [];
      return { record: snapshot?.record, messages: new Map(messages.map((message) => [message.uuid, message])) };
    },
    commit: (commit) => sessions.commit(commit),
  };
}

export function userSource({ users }: Store): RecordSource<UserRecord> {
  return {
    load: async (id) => ({ record: await users.find(id), messages: noMessages }),
    commit: ({ previous, next }) => users.commit({ previous, next }),
  };
}
