import type { MessageRecord, SessionRecord, SessionStore } from '@scrollback/store';
import { messageCount } from '../documents/sessions.js';
import type { Batches } from './walk.js';

/** Messages of a live session, oldest first. */
export interface MessageWalk {
  readonly record: SessionRecord;
  readonly batches: Batches<MessageRecord>;
}

export interface MessageSlice {
  /** Visible messages to leave out, from the oldest on. Default 0. */
  readonly skip?: number | undefined;
  /** Default: all that follow. */
  readonly limit?: number | undefined;
}

const batchSize = 1_000;
/** Of one batch: what a walk holds in memory, however long the session is. */
const batchBytes = 1_048_576;

/** The newest `last` messages of a live session; `undefined` when there is no such session. One round trip for a usual window. */
export async function walkNewest(store: SessionStore, id: string, last: number): Promise<MessageWalk | undefined> {
  const snapshot = await store.read(id, { last: Math.min(last, batchSize), maxBytes: batchBytes });
  if (snapshot?.record.state !== 'live') return undefined;
  const { record, messages } = snapshot;
  const first = record.lastSeq - Math.min(last, messageCount(record)) + 1;
  const known = messages[0]?.seq ?? record.lastSeq + 1;
  if (known <= first) return { record, batches: [messages] };
  return { record, batches: readOn(store, record, { after: first - 1, through: known - 1, last: messages }) };
}

/** A part of a live session's messages; `undefined` when there is no such session. */
export async function walkSlice(
  store: SessionStore,
  id: string,
  { skip = 0, limit = Number.POSITIVE_INFINITY }: MessageSlice,
): Promise<MessageWalk | undefined> {
  const range = { limit: Math.min(limit, batchSize), maxBytes: batchBytes };
  let hiddenThrough = 0;
  let snapshot = await store.read(id, { after: skip, ...range });
  // Right at once unless messages were deleted: which one the first visible is, only the record says.
  while (skip > 0 && snapshot !== undefined && snapshot.record.hiddenThrough !== hiddenThrough) {
    hiddenThrough = snapshot.record.hiddenThrough;
    snapshot = await store.read(id, { after: hiddenThrough + skip, ...range });
  }
  if (snapshot?.record.state !== 'live') return undefined;
  const { record, messages } = snapshot;
  const wanted = Math.max(0, Math.min(limit, messageCount(record) - skip));
  const newest = messages.at(-1);
  if (newest === undefined || messages.length >= wanted) return { record, batches: [messages] };
  const through = newest.seq + wanted - messages.length;
  return { record, batches: readOn(store, record, { first: messages, after: newest.seq, through }) };
}

interface Stretch {
  readonly first?: readonly MessageRecord[];
  readonly after: number;
  readonly through: number;
  readonly last?: readonly MessageRecord[];
}

/** `first`, what is stored between `after` and `through`, and `last`. Ends early when the messages are deleted meanwhile. */
async function* readOn(
  store: SessionStore,
  { id, uuid }: SessionRecord,
  { first, after, through, last }: Stretch,
): AsyncGenerator<readonly MessageRecord[]> {
  if (first !== undefined) yield first;
  for (let position = after; position < through; ) {
    const snapshot = await store.read(id, { after: position, through, limit: batchSize, maxBytes: batchBytes });
    const newest = snapshot?.messages.at(-1);
    if (snapshot?.record.uuid !== uuid || snapshot.record.state !== 'live' || newest === undefined) return;
    yield snapshot.messages;
    position = newest.seq;
  }
  if (last !== undefined) yield last;
}
