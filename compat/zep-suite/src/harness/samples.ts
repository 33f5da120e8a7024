import { randomUUID } from 'node:crypto';
import type { MessageData } from '../zep-js.js';

/** An id that no other test uses. */
export function newId(): string {
  return `id-${randomUUID()}`;
}

/** `m0` … in turns of `user` and `assistant`. */
export function turns(count: number): MessageData[] {
  return Array.from({ length: count }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: `m${index}`,
  }));
}

export function contents(messages: readonly { content: string }[]): string[] {
  return messages.map(({ content }) => content);
}

/** What RFC 3339 allows of what Zep sent: UTC, at most six digits of a second. */
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
