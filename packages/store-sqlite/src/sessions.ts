import type { SessionFilter, SessionQuery, SessionRecord, SessionStore } from '@scrollback/store';
import type { Connection } from './connection.js';
import type { Perform } from './perform.js';
import { collect, sum, toStamp, withPosition } from './slices.js';

export function createSessions(perform: Perform): SessionStore {
  async function list(connection: Connection, query: SessionQuery): Promise<SessionRecord[]> {
    return await collect(query.limit, (last: SessionRecord | undefined, limit) =>
      connection.read(({ sessions }) => sessions.page({ ...query, after: last?.position ?? query.after, limit })),
    );
  }

  async function due(connection: Connection, { before, limit }: { before: number; limit: number }) {
    return await collect(limit, (last: SessionRecord | undefined, count) =>
      connection.read(({ sessions }) => sessions.dueAfter(before, last, count)),
    );
  }

  async function count(connection: Connection, filter: SessionFilter): Promise<number> {
    return await sum((after) => connection.read(({ sessions }) => sessions.count(filter, after)));
  }

  async function trim({ write }: Connection, { id, uuid, after, through }: Parameters<SessionStore['trim']>[0]) {
    let next: number | undefined = after;
    while (next !== undefined && next < through) {
      next = await write('trimSession', { id, uuid, after: next, through });
    }
  }

  return {
    find: (id) => perform('sessions.find', id, ({ read }) => read(({ sessions }) => sessions.find(id))),
    list: (query) => perform('sessions.list', undefined, (connection) => list(connection, query)),
    count: (filter) => perform('sessions.count', undefined, (connection) => count(connection, filter)),
    due: (query) => perform('sessions.due', undefined, (connection) => due(connection, query)),
    commit: ({ previous, next, append, replace }) =>
      perform('sessions.commit', next.id, async ({ write }) => {
        const answer = await write('commitSession', { previous: toStamp(previous), next, append, replace });
        return answer.status === 'committed' ? withPosition(next, answer.position) : answer;
      }),
    read: (id, range) => perform('sessions.read', id, ({ read }) => read(({ sessions }) => sessions.read(id, range))),
    messagesById: (id, uuids) =>
      perform('sessions.messagesById', id, ({ read }) => read(({ sessions }) => sessions.messagesById(id, uuids))),
    trim: (range) => perform('sessions.trim', range.id, (connection) => trim(connection, range)),
    purge: ({ id, uuid, version }) =>
      perform('sessions.purge', id, ({ write }) => write('purgeSession', { id, uuid, version })),
  };
}
