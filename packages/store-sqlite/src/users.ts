import type { UserRecord, UserStore } from '@scrollback/store';
import type { Perform } from './perform.js';
import { collect, sum, toStamp, withPosition } from './slices.js';

export function createUsers(perform: Perform): UserStore {
  return {
    find: (id) => perform('users.find', id, ({ read }) => read(({ users }) => users.find(id))),
    list: (query) =>
      perform('users.list', undefined, ({ read }) =>
        collect(query.limit, (last: UserRecord | undefined, limit) =>
          read(({ users }) => users.page({ ...query, after: last?.position ?? query.after, limit })),
        ),
      ),
    count: (filter) =>
      perform('users.count', undefined, ({ read }) => sum((after) => read(({ users }) => users.count(filter, after)))),
    commit: ({ previous, next }) =>
      perform('users.commit', next.id, async ({ write }) => {
        const answer = await write('commitUser', { previous: toStamp(previous), next });
        return answer.status === 'committed' ? withPosition(next, answer.position) : answer;
      }),
    purge: ({ id, uuid }) => perform('users.purge', id, ({ write }) => write('purgeUser', { id, uuid })),
  };
}
