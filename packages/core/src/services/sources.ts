import type { SessionRecord, Store, UserRecord } from '@scrollback/store';
import { noStoredMessages } from '../decisions/decision.js';
import type { RecordSource } from '../writing/record-source.js';

export function sessionSource({ sessions }: Store): RecordSource<SessionRecord> {
  return {
    async load(id, uuids) {
      if (uuids.length === 0) return { record: await sessions.find(id), messages: noStoredMessages };
      const snapshot = await sessions.messagesById(id, uuids);
      const messages = snapshot?.messages ?? [];
      return { record: snapshot?.record, messages: new Map(messages.map((message) => [message.uuid, message])) };
    },
    commit: (commit) => sessions.commit(commit),
  };
}

export function userSource({ users }: Store): RecordSource<UserRecord> {
  return {
    load: async (id) => ({ record: await users.find(id), messages: noStoredMessages }),
    commit: ({ previous, next }) => users.commit({ previous, next }),
  };
}
