import { FailureError } from './failure.js';
import type { Value } from './value.js';

/** An id that an app chose, as bytes: it may hold a NUL character, and is never empty. */
export function toBytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

export function fromBytes(value: Value | undefined): string {
  return toBuffer(value).toString('utf8');
}

/** The same from its bytes in hexadecimal digits. */
export function fromHex(digits: string): string {
  const bytes = Buffer.from(digits, 'hex');
  if (bytes.length === 0) throw new FailureError('corrupt', 'an id is expected, but not stored');
  return bytes.toString('utf8');
}

/** Other text that an app chose, which may hold a NUL character and be empty. */
export function toJson(text: string): string {
  return JSON.stringify(text);
}

export function fromJson(value: Value): string {
  try {
    return JSON.parse(value as string);
  } catch (cause) {
    throw new FailureError('corrupt', 'a text is expected, but not stored', cause);
  }
}

/** 36 characters as 16 bytes. */
export function uuidToBytes(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export function uuidFromBytes(value: Value | undefined): string {
  return uuidFromHex(toBuffer(value).toString('hex'));
}

/** From 32 lower-case digits. */
export function uuidFromHex(hex: string): string {
  if (hex.length !== 32) throw new FailureError('corrupt', 'a uuid of another length is stored');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function optional<From, To>(value: From | null, convert: (value: From) => To): To | null {
  return value === null ? null : convert(value);
}

function toBuffer(value: Value | undefined): Buffer {
  if (!(value instanceof Uint8Array)) throw new FailureError('corrupt', 'bytes are expected, but not stored');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
