import type { JsonObject, NewMessage as WireMessage, UserFields as WireUserFields } from '@scrollback/contract';
import type { MetadataPatch, NewMessage, UpdateUserInput } from '@scrollback/core';

/** RFC 7396, as all of the native surface. */
export function toPatch(metadata: JsonObject | null | undefined): MetadataPatch | null | undefined {
  return metadata ? { patch: metadata, mode: 'merge_patch' } : (metadata as null | undefined);
}

export function toNewMessage({ uuid, role, content, metadata, token_count }: WireMessage): NewMessage {
  return { uuid, role, content, metadata, tokenCount: token_count };
}

/** Only the fields that are there: an absent one stays as it is, `null` clears. */
export function toUserFields({ email, first_name, last_name }: WireUserFields): NonNullable<UpdateUserInput['fields']> {
  return {
    ...(email === undefined ? {} : { email }),
    ...(first_name === undefined ? {} : { firstName: first_name }),
    ...(last_name === undefined ? {} : { lastName: last_name }),
  };
}
