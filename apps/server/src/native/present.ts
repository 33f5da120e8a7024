import type {
  ErasedUser,
  Message,
  MessagePage,
  Session,
  SessionMessages,
  SessionPage,
  User,
  UserPage,
} from '@scrollback/contract';
import {
  type Erased,
  messageCount,
  type SessionMessages as StoredMessages,
  sessionDocument,
  userDocument,
} from '@scrollback/core';
import type { ListOrder, MessageRecord, SessionRecord, UserRecord } from '@scrollback/store';
import { etagOf } from '../http/entity-tags.js';
import { JsonText } from '../http/json-text.js';
import { toCursor } from './cursors.js';

// Documents come from core as text, and go to the wire as text: here they only get their envelopes.

/** Text in the place of the value that it says. `response.json` is what gets it, and it knows. */
function asText<Value>(text: string, etag?: string, fields?: readonly string[]): Value {
  return new JsonText(text, { etag, fields }) as Value;
}

export function presentSession(record: SessionRecord): Session {
  return asText(sessionDocument(record), etagOf(record));
}

/** With where it is from now on. */
export function presentCreatedSession(record: SessionRecord): Session {
  return asText(sessionDocument(record), etagOf(record), locationOf('sessions', record.id));
}

export function presentUser(record: UserRecord): User {
  return asText(userDocument(record), etagOf(record));
}

/** As {@link presentCreatedSession}. */
export function presentCreatedUser(record: UserRecord): User {
  return asText(userDocument(record), etagOf(record), locationOf('users', record.id));
}

export function presentMessage({ json }: MessageRecord): Message {
  return asText(json);
}

export function presentMessages({ record, messages }: StoredMessages): SessionMessages {
  const envelope = `"last_seq":${record.lastSeq},"message_count":${messageCount(record)}}`;
  return asText(`{"messages":${joinMessages(messages)},${envelope}`, etagOf(record));
}

export function presentErased(userId: string, { sessionCount, messageCount }: Erased): ErasedUser {
  return asText(JSON.stringify({ user_id: userId, session_count: sessionCount, message_count: messageCount }));
}

/** `records` holds one more than `limit` if there is a next page. */
export function presentSessionPage(records: readonly SessionRecord[], limit: number, list: string): SessionPage {
  return presentPage(records, limit, list, sessionDocument);
}

/** As {@link presentSessionPage}. */
export function presentUserPage(records: readonly UserRecord[], limit: number, list: string): UserPage {
  return presentPage(records, limit, list, userDocument);
}

/** The `seq` of a session's messages have no gap, so the page itself tells whether it is the last. */
export function presentMessagePage({ record, messages }: StoredMessages, order: ListOrder, list: string): MessagePage {
  const end = order === 'asc' ? record.lastSeq : record.hiddenThrough + 1;
  const last = messages.at(-1)?.seq ?? end;
  return asText(envelopePage(joinMessages(messages), last === end ? null : toCursor(last, list)));
}

function locationOf(collection: 'sessions' | 'users', id: string): readonly string[] {
  return ['location', `/v1/${collection}/${encodeURIComponent(id)}`];
}

function presentPage<Record extends { readonly position: number }, Page>(
  records: readonly Record[],
  limit: number,
  list: string,
  toDocument: (record: Record) => string,
): Page {
  const page = records.length > limit ? records.slice(0, limit) : records;
  const last = page.at(-1);
  const cursor = last === undefined || records.length <= limit ? null : toCursor(last.position, list);
  return asText(envelopePage(`[${page.map(toDocument).join(',')}]`, cursor));
}

function envelopePage(data: string, cursor: string | null): string {
  return `{"data":${data},"next_cursor":${cursor === null ? 'null' : `"${cursor}"`}}`;
}

function joinMessages(messages: readonly MessageRecord[]): string {
  let text = '[';
  for (const { json } of messages) text += text.length === 1 ? json : `,${json}`;
  return `${text}]`;
}
