import { createScrollback } from '@scrollback/core';
import type { Store } from '@scrollback/store';
import type { Call } from '../../harness/send.js';
import { get } from './row.js';

/** Answers that are streamed from what {@link fillStreams} has stored: each takes three pages of the store, or more. */
export const streamed: readonly Call[] = [
  get('/sessions'),
  get('/user'),
  get('/user/u1/sessions'),
  get('/sessions/s1/memory?lastn=100000'),
  get('/sessions/s1/messages'),
];

const rowCount = 1_100;
const messageCount = 2_200;

export async function fillStreams(store: Store): Promise<void> {
  const { users, sessions, messages } = createScrollback({ store });
  await users.create({ id: 'u1' });
  const indexes = Array.from({ length: rowCount }, (_, index) => index);
  await Promise.all(indexes.map((index) => users.create({ id: `other-${index}` })));
  await Promise.all(indexes.map((index) => sessions.create({ id: `other-${index}`, userId: 'u1' })));
  const texts = Array.from({ length: messageCount }, (_, index) => ({ role: 'user', content: `${index}` }));
  await messages.append('s1', { messages: texts });
}

/** `store`, and before each page that a stream reads what `beforePage` does. */
export function withPages(store: Store, beforePage: (page: number) => Promise<void>): Store & { restart(): void } {
  let page = 0;
  const paged =
    <Query extends readonly unknown[], Result>(read: (...query: Query) => Promise<Result>) =>
    async (...query: Query): Promise<Result> => {
      page += 1;
      await beforePage(page);
      return await read(...query);
    };
  const { sessions, users } = store;
  return {
    ...store,
    sessions: { ...sessions, list: paged(sessions.list), read: paged(sessions.read) },
    users: { ...users, list: paged(users.list) },
    restart() {
      page = 0;
    },
  };
}
