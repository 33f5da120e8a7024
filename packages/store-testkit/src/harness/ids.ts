import { randomUUID } from 'node:crypto';

/** An id that nobody has used. Tests are kept apart by such ids, never by wiping the store. */
export function newId(label = 'id'): string {
  return `${label}-${randomUUID()}`;
}

/** A canonical lower-case UUID, version 7. */
export function newUuid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
