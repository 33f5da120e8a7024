import type { SentMessage } from './storage.js';

/** A message as both surfaces send it; it is stored as this text. */
export function messageText({ uuid, role, content }: SentMessage, seq: number, time: string): string {
  return `{"uuid":"${uuid}","seq":${seq},"role":${JSON.stringify(role)},"content":${JSON.stringify(content)},"token_count":0,"created_at":"${time}","updated_at":"${time}"}`;
}

/** `stored` with the keys of `patch`, for the objects of this benchmark: they have no null. */
export function mergeText(stored: string | null, patch: Record<string, unknown>): string {
  return JSON.stringify(merge(stored === null ? {} : JSON.parse(stored), patch));
}

function merge(target: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
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
