import { parseMessage } from '@scrollback/core';
import type { MessageRecord } from '@scrollback/store';
import type { SearchQuery } from './parse-search.js';
import { createTextMatcher } from './text-match.js';
import { createTimeSlices } from './time-slices.js';

/** How long other requests wait at most, but for the one message that is being looked at. */
const sliceMs = 10;

export interface SearchHit {
  readonly message: MessageRecord;
  /** 0 to 1, higher is better; 0 when the query has no text. */
  readonly score: number;
}

/**
 * Those of the messages that `load` gives that pass the query's filters and share a word with its text: best first, of equals the newest; without a text
 * newest first. At most `limit`, which may be infinite. Nothing for the scope `summary`, for which nothing is loaded.
 *
 * The event loop is given back every few milliseconds. Rejects with a `RequestFault` when the filters cost too much.
 */
export async function findMessages(
  load: () => Promise<readonly MessageRecord[]>,
  query: SearchQuery,
  limit: number,
): Promise<readonly SearchHit[]> {
  if (query.scope === 'summary') return [];
  const newestFirst = (await load()).toSorted((one, other) => other.seq - one.seq);
  return query.text === undefined
    ? findNewest(newestFirst, query, limit)
    : findBest(newestFirst, query, query.text, limit);
}

async function findNewest(
  newestFirst: readonly MessageRecord[],
  query: SearchQuery,
  limit: number,
): Promise<readonly SearchHit[]> {
  const slices = createTimeSlices(sliceMs);
  const hits: SearchHit[] = [];
  for (const message of newestFirst) {
    if (hits.length >= limit) break;
    if (slices.isOver()) await slices.next();
    if (query.matches(parseMessage(message))) hits.push({ message, score: 0 });
  }
  return hits;
}

async function findBest(
  newestFirst: readonly MessageRecord[],
  query: SearchQuery,
  text: string,
  limit: number,
): Promise<readonly SearchHit[]> {
  const slices = createTimeSlices(sliceMs);
  const matcher = createTextMatcher(text);
  const bySeq = new Map<number, MessageRecord>();
  for (const message of newestFirst) {
    if (slices.isOver()) await slices.next();
    const document = parseMessage(message);
    if (!query.matches(document)) continue;
    bySeq.set(message.seq, message);
    matcher.add(message.seq, document.content);
  }
  const matches = await matcher.matches(slices);
  return matches
    .toSorted((one, other) => other.rank - one.rank || other.seq - one.seq)
    .slice(0, limit)
    .map(({ seq, score }) => ({ message: bySeq.get(seq) as MessageRecord, score }));
}
