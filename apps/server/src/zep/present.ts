import type { ZepMemory, ZepMessage, ZepMessagePage, ZepSearchResult, ZepSession, ZepUser } from '@scrollback/contract';
import { type Batches, type MessageWalk, messageCount, zepSessionDocument, zepUserDocument } from '@scrollback/core';
import type { MessageRecord, SessionRecord, UserRecord } from '@scrollback/store';
import { JsonStream } from '../http/json-stream.js';
import { JsonText } from '../http/json-text.js';
import type { SearchHit } from './search/find-messages.js';

/** Text in the place of the value that it says. `response.json` is what gets it, and it knows. */
function asText<Value>(text: string): Value {
  return new JsonText(text) as Value;
}

const contentType = 'text/plain; charset=utf-8';

/** What ends a line, or does worse to the terminal of whoever reads it. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** A line of text, whatever ids are in it; an empty one is no line. */
export function presentLine(text: string, fields?: readonly string[]): JsonText {
  return new JsonText(text === '' ? '' : `${text.replace(controls, '\ufffd')}\n`, { contentType, fields });
}

/** What writes answer with: two bytes that clients hand on to their callers. */
export const ok = new JsonText('OK', { contentType }) as unknown as 'OK';

export const alive = new JsonText('.', { contentType }) as unknown as '.';

export const nothing = new JsonText('[]') as unknown as never[];

const zeroUuid = '00000000-0000-0000-0000-000000000000';

/** The summary of a session that has none: Zep sent its fields with what stands for nothing in each. */
const noSummary = `{"uuid":"${zeroUuid}","created_at":"0001-01-01T00:00:00Z","content":"","recent_message_uuid":"${zeroUuid}","token_count":0}`;

export function presentSession(record: SessionRecord): ZepSession {
  return asText(zepSessionDocument(record));
}

export function presentSessions(batches: Batches<SessionRecord>): ZepSession[] {
  return presentList(batches, zepSessionDocument, { open: '[', close: () => ']' });
}

export function presentUser(record: UserRecord): ZepUser {
  return asText(zepUserDocument(record));
}

export function presentUsers(batches: Batches<UserRecord>): ZepUser[] {
  return presentList(batches, zepUserDocument, { open: '[', close: () => ']' });
}

export function presentMessage({ json }: MessageRecord): ZepMessage {
  return asText(json);
}

/** `undefined`: no such session, which Zep did not tell from one without messages. */
export function presentMemory(walk: MessageWalk | undefined): ZepMemory {
  return presentList(walk?.batches ?? [], jsonOf, { open: '{"messages":[', close: () => `],"summary":${noSummary}}` });
}

/** As {@link presentMemory}. */
export function presentMessagePage(walk: MessageWalk | undefined): ZepMessagePage {
  const total = walk === undefined ? 0 : messageCount(walk.record);
  return presentList(walk?.batches ?? [], jsonOf, {
    open: '{"messages":[',
    close: (count) => `],"total_count":${total},"row_count":${count}}`,
  });
}

export function presentHits(hits: readonly SearchHit[]): ZepSearchResult[] {
  const texts = hits.map(
    ({ message, score }) => `{"message":${message.json},"summary":null,"dist":${score},"embedding":null}`,
  );
  return asText(`[${texts.join(',')}]`);
}

function jsonOf({ json }: MessageRecord): string {
  return json;
}

interface Envelope {
  readonly open: string;
  /** What follows `count` items. */
  readonly close: (count: number) => string;
}

/** At once when all of it is there, else as a stream. */
function presentList<Item, Value>(
  batches: Batches<Item>,
  toText: (item: Item) => string,
  { open, close }: Envelope,
): Value {
  if (!isAtHand(batches)) return new JsonStream(chunksOf(batches, toText, { open, close })) as Value;
  const texts = batches.flatMap((batch) => batch.map(toText));
  return asText(open + texts.join(',') + close(texts.length));
}

function isAtHand<Item>(batches: Batches<Item>): batches is readonly (readonly Item[])[] {
  return Array.isArray(batches);
}

async function* chunksOf<Item>(
  batches: AsyncIterable<readonly Item[]>,
  toText: (item: Item) => string,
  { open, close }: Envelope,
): AsyncGenerator<string> {
  let count = 0;
  yield open;
  for await (const batch of batches) {
    yield (count === 0 ? '' : ',') + batch.map(toText).join(',');
    count += batch.length;
  }
  yield close(count);
}
