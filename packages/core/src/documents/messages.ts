import type { MessageRecord } from '@scrollback/store';
import type { JsonObject } from '../json.js';
import { toTimeText } from './time.js';

/** A message that was accepted: serialised once, and lacking only its `seq`. */
export interface AcceptedMessage {
  readonly uuid: string;
  readonly role: string;
  readonly content: string;
  /** Document text before and after the `seq`. */
  readonly head: string;
  readonly tail: string;
}

export interface MessageFields {
  readonly uuid: string;
  readonly role: string;
  readonly content: string;
  readonly tokenCount: number;
  /** JSON text; `null` and `{}` are the same: the document has no `metadata` then. */
  readonly metadata: string | null;
  readonly createdAt: number;
}

/** The parts of a stored message's document that rules look at. */
export interface MessageDocument {
  readonly uuid: string;
  readonly seq: number;
  readonly role: string;
  readonly content: string;
  readonly token_count: number;
  readonly metadata?: JsonObject;
  readonly created_at: string;
  readonly updated_at: string;
}

export function acceptMessage({
  uuid,
  role,
  content,
  tokenCount,
  metadata,
  createdAt,
}: MessageFields): AcceptedMessage {
  const time = toTimeText(createdAt);
  return {
    uuid,
    role,
    content,
    head: `{"uuid":"${uuid}","seq":`,
    tail: documentTail(role, content, tokenCount, metadata, time, time),
  };
}

export function numberMessage({ uuid, head, tail }: AcceptedMessage, seq: number): MessageRecord {
  return { uuid, seq, json: `${head}${seq}${tail}` };
}

export function parseMessage(message: MessageRecord): MessageDocument {
  return JSON.parse(message.json) as MessageDocument;
}

/** The same message with other metadata. */
export function withMessageMetadata(message: MessageRecord, metadata: string | null, updatedAt: number): MessageRecord {
  const { role, content, token_count, created_at } = parseMessage(message);
  const tail = documentTail(role, content, token_count, metadata, created_at, toTimeText(updatedAt));
  return { ...message, json: `{"uuid":"${message.uuid}","seq":${message.seq}${tail}` };
}

function documentTail(
  role: string,
  content: string,
  tokenCount: number,
  metadata: string | null,
  createdAt: string,
  updatedAt: string,
): string {
  const metadataMember = metadata === null || metadata === '{}' ? '' : `,"metadata":${metadata}`;
  return `,"role":${JSON.stringify(role)},"content":${JSON.stringify(content)},"token_count":${tokenCount}${metadataMember},"created_at":"${createdAt}","updated_at":"${updatedAt}"}`;
}
