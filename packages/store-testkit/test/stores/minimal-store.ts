import {
  type MessageRange,
  type MessageRecord,
  type PageQuery,
  type SessionCommit,
  type SessionCommitResult,
  type SessionFilter,
  type Store,
  StoreClosedError,
  type UserCommit,
  type UserCommitResult,
} from '@scrollback/store';
import type { MinimalData, MinimalSession } from './minimal-data.js';

/**
 * The simplest honest store: arrays are filtered and sorted anew in every call. Each call takes effect in one turn of the
 * event loop, after a turn in which others may come first, as on a network.
 */
export function openMinimalStore(data: MinimalData): Store {
  const { sessions, users } = data;
  const inFlight = new Set<Promise<unknown>>();
  let isClosed = false;

  async function call<T>(operation: string, run: () => T): Promise<T> {
    if (isClosed) throw new StoreClosedError('The handle was closed.', { operation });
    const turn = new Promise((resolve) => setImmediate(resolve));
    const running = turn.then(() => structuredClone(run()));
    inFlight.add(running);
    return running.finally(() => inFlight.delete(running));
  }

  const matching = ({ state, userUuid }: SessionFilter) =>
    [...sessions.values()]
      .map(({ record }) => record)
      .filter((record) => record.state === state && (userUuid === undefined || record.user?.uuid === userUuid));
  const matchingUsers = (state: string) => [...users.values()].filter((user) => user.state === state);

  return {
    sessions: {
      find: (id) => call('sessions.find', () => sessions.get(id)?.record),
      list: (query) => call('sessions.list', () => pageOf(matching(query), query)),
      count: (filter) => call('sessions.count', () => matching(filter).length),
      due: ({ before, limit }) => call('sessions.due', () => dueOf(data, before).slice(0, limit)),
      commit: (commit) => call('sessions.commit', () => commitSession(data, structuredClone(commit))),
      read: (id, range) =>
        call('sessions.read', () => {
          const session = sessions.get(id);
          return session && { ...session, messages: rangeOf(session, range) };
        }),
      messagesById: (id, uuids) =>
        call('sessions.messagesById', () => {
          const session = sessions.get(id);
          return session && { ...session, messages: session.messages.filter(({ uuid }) => uuids.includes(uuid)) };
        }),
      trim: ({ id, uuid, after, through }) =>
        call('sessions.trim', () => {
          const session = sessions.get(id);
          if (session?.record.uuid !== uuid) return;
          const messages = session.messages.filter(({ seq }) => seq <= after || seq > through);
          sessions.set(id, { ...session, messages });
        }),
      purge: ({ id, uuid, version }) =>
        call('sessions.purge', () => {
          const record = sessions.get(id)?.record;
          return record?.uuid === uuid && (version ?? record.version) === record.version && sessions.delete(id);
        }),
    },
    users: {
      find: (id) => call('users.find', () => users.get(id)),
      list: (query) => call('users.list', () => pageOf(matchingUsers(query.state), query)),
      count: ({ state }) => call('users.count', () => matchingUsers(state).length),
      commit: (commit) => call('users.commit', () => commitUser(data, structuredClone(commit))),
      purge: ({ id, uuid }) =>
        call('users.purge', () => {
          const user = users.get(id);
          const isOwner = [...sessions.values()].some(({ record }) => record.user?.uuid === uuid);
          return user?.uuid === uuid && user.state === 'erasing' && !isOwner && users.delete(id);
        }),
    },
    ping: () => call('ping', () => undefined),
    close: async () => {
      isClosed = true;
      await Promise.allSettled(inFlight);
    },
  };
}

function commitSession(data: MinimalData, { previous, next, append, replace }: SessionCommit): SessionCommitResult {
  const stored = data.sessions.get(next.id);
  if (!isSame(stored?.record, previous)) return { status: 'conflict', current: stored?.record };
  const known = stored?.messages.filter(({ uuid }) => append.some((message) => message.uuid === uuid)) ?? [];
  if (known.length > 0) return { status: 'duplicate', messages: known };
  if (next.user && next.user.uuid !== previous?.user?.uuid) {
    const user = data.users.get(next.user.id);
    if (user?.uuid !== next.user.uuid || user.state !== 'live') return { status: 'user_gone' };
  }
  const texts = new Map<number, MessageRecord>(replace.map((message) => [message.seq, message]));
  const messages = [...(stored?.messages.map((message) => texts.get(message.seq) ?? message) ?? []), ...append];
  const record = { ...next, position: stored?.record.position ?? ++data.lastPosition };
  data.sessions.set(next.id, { record, messages });
  return { status: 'committed', record };
}

function commitUser(data: MinimalData, { previous, next }: UserCommit): UserCommitResult {
  const stored = data.users.get(next.id);
  if (!isSame(stored, previous)) return { status: 'conflict', current: stored };
  const record = { ...next, position: stored?.position ?? ++data.lastPosition };
  data.users.set(next.id, record);
  return { status: 'committed', record };
}

function isSame(stored: Life | undefined, previous: Life | undefined): boolean {
  return stored?.uuid === previous?.uuid && stored?.version === previous?.version;
}

interface Life {
  readonly uuid: string;
  readonly version: number;
}

function pageOf<T extends { readonly position: number }>(records: T[], { after, limit, order }: PageQuery): T[] {
  const direction = order === 'asc' ? 1 : -1;
  return records
    .filter(({ position }) => after === undefined || (position - after) * direction > 0)
    .sort((a, b) => (a.position - b.position) * direction)
    .slice(0, limit);
}

function dueOf({ sessions }: MinimalData, before: number) {
  return [...sessions.values()]
    .flatMap(({ record }) => (record.purgeableSince === null ? [] : [{ record, since: record.purgeableSince }]))
    .filter(({ since }) => since < before)
    .sort((a, b) => a.since - b.since)
    .map(({ record }) => record);
}

function rangeOf({ record, messages }: MinimalSession, range: MessageRange): MessageRecord[] {
  const { through = record.lastSeq } = range;
  const visible = messages.filter(({ seq }) => seq > record.hiddenThrough && seq <= through);
  if ('last' in range) return fitting(visible.slice(-range.last).reverse(), range.maxBytes).reverse();
  return fitting(visible.filter(({ seq }) => seq > range.after).slice(0, range.limit), range.maxBytes);
}

/** As many as fit into `maxBytes`, at least one. */
function fitting(messages: MessageRecord[], maxBytes: number): MessageRecord[] {
  let size = 0;
  return messages.filter(({ json }, index) => {
    size += json.length;
    return index === 0 || size <= maxBytes;
  });
}
