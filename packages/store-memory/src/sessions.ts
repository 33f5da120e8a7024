import {
  type MessageRange,
  type MessageRecord,
  type SessionCommit,
  type SessionCommitResult,
  type SessionRecord,
  type SessionStore,
  sessionWith,
} from '@scrollback/store';
import { type MemoryData, moveSession, type SessionEntry, sessionListName } from './memory-data.js';
import { take } from './take.js';

/** Removed at once by a trim, before other calls get their turn. */
const trimSliceSize = 1_000;

export function createSessions(data: MemoryData): SessionStore {
  return {
    async find(id) {
      const entry = data.sessions.get(id);
      return entry === undefined ? undefined : copySession(entry.record);
    },

    async list({ state, userUuid, after, limit, order }) {
      const list = data.sessionLists.get(sessionListName(state, userUuid));
      if (list === undefined) return [];
      return records(data, take(order === 'asc' ? list.after(after) : list.before(after), limit));
    },

    async count({ state, userUuid }) {
      return data.sessionLists.get(sessionListName(state, userUuid))?.size ?? 0;
    },

    async due({ before, limit }) {
      const oldest = records(data, take(data.due.after(undefined), limit));
      return oldest.filter(({ purgeableSince }) => purgeableSince !== null && purgeableSince < before);
    },

    async commit(commit) {
      return commitSession(data, commit);
    },

    async read(id, range) {
      const entry = data.sessions.get(id);
      return entry === undefined ? undefined : { record: copySession(entry.record), messages: readRange(entry, range) };
    },

    async messagesById(id, uuids) {
      const entry = data.sessions.get(id);
      return entry === undefined
        ? undefined
        : { record: copySession(entry.record), messages: messagesOf(entry, uuids) };
    },

    async trim({ id, uuid, after, through }) {
      for (let start = after; start < through; start += trimSliceSize) {
        const entry = data.sessions.get(id);
        if (entry?.record.uuid !== uuid) return;
        for (let seq = start + 1; seq <= Math.min(start + trimSliceSize, through); seq += 1) {
          const message = entry.messages.get(seq);
          if (message === undefined) continue;
          entry.messages.delete(seq);
          entry.seqs.delete(message.uuid);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    },

    async purge({ id, uuid, version }) {
      const record = data.sessions.get(id)?.record;
      if (record?.uuid !== uuid || (version !== undefined && record.version !== version)) return false;
      data.sessions.delete(id);
      moveSession(data, record, undefined);
      return true;
    },
  };
}

function commitSession(data: MemoryData, { previous, next, append, replace }: SessionCommit): SessionCommitResult {
  const entry = data.sessions.get(next.id);
  const stored = entry?.record;
  if (stored?.uuid !== previous?.uuid || stored?.version !== previous?.version) {
    return { status: 'conflict', current: stored === undefined ? undefined : copySession(stored) };
  }
  const known =
    entry === undefined
      ? []
      : messagesOf(
          entry,
          append.map(({ uuid }) => uuid),
        );
  if (known.length > 0) return { status: 'duplicate', messages: known };
  if (next.user !== null && next.user.uuid !== stored?.user?.uuid) {
    const user = data.users.get(next.user.id);
    if (user?.uuid !== next.user.uuid || user.state !== 'live') return { status: 'user_gone' };
  }

  const record = sessionWith(copySession(next), { position: stored?.position ?? data.nextSessionPosition++ });
  const target = entry ?? { record, messages: new Map(), seqs: new Map() };
  target.record = record;
  data.sessions.set(record.id, target);
  for (const message of append) {
    target.messages.set(message.seq, { ...message });
    target.seqs.set(message.uuid, message.seq);
  }
  for (const message of replace) target.messages.set(message.seq, { ...message });
  if (isMoved(stored, record)) moveSession(data, stored, record);
  return { status: 'committed', record: copySession(record) };
}

/** Whether anything that decides on lists changed; an append changes nothing of it. */
function isMoved(stored: SessionRecord | undefined, next: SessionRecord): boolean {
  return (
    stored?.state !== next.state ||
    stored.user?.uuid !== next.user?.uuid ||
    stored.purgeableSince !== next.purgeableSince
  );
}

function readRange({ record, messages }: SessionEntry, range: MessageRange): MessageRecord[] {
  const newest = Math.min(range.through ?? record.lastSeq, record.lastSeq);
  const isWindow = 'last' in range;
  const first = Math.max(record.hiddenThrough, isWindow ? newest - range.last : range.after) + 1;
  const last = isWindow ? newest : Math.min(newest, first + range.limit - 1);
  const found: MessageRecord[] = [];
  let room = range.maxBytes;
  for (let count = 0; count <= last - first; count += 1) {
    const message = messages.get(isWindow ? last - count : first + count);
    if (message === undefined) continue;
    room -= message.json.length;
    if (room < 0 && found.length > 0) break;
    found.push({ ...message });
  }
  return isWindow ? found.reverse() : found;
}

function messagesOf({ messages, seqs }: SessionEntry, uuids: readonly string[]): MessageRecord[] {
  return uuids
    .map((uuid) => seqs.get(uuid))
    .filter((seq) => seq !== undefined)
    .toSorted((left, right) => left - right)
    .map((seq) => ({ ...(messages.get(seq) as MessageRecord) }));
}

function records(data: MemoryData, ids: readonly string[]): SessionRecord[] {
  return ids.map((id) => copySession((data.sessions.get(id) as SessionEntry).record));
}

function copySession(record: SessionRecord): SessionRecord {
  return sessionWith(record, { user: record.user === null ? null : { ...record.user } });
}
