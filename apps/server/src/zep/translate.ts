import type { JsonObject, ZepNewMessage } from '@scrollback/contract';
import type { MergeMode, MessageSlice, MetadataPatch, NewMessage, UpdateUserInput, WalkInput } from '@scrollback/core';

/** An empty object changes nothing; Zep failed on it. */
export function toPatch(metadata: JsonObject | undefined, mode: MergeMode): MetadataPatch | undefined {
  return metadata === undefined || Object.keys(metadata).length === 0 ? undefined : { patch: metadata, mode };
}

export function toNewMessage({ uuid, role, content, metadata, token_count }: ZepNewMessage): NewMessage {
  return { uuid, role, content, metadata, tokenCount: token_count };
}

interface NameFields {
  readonly email?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
}

/** Only what is there: Zep could not clear a field. */
export function toUserFields({ email, first_name, last_name }: NameFields): NonNullable<UpdateUserInput['fields']> {
  return {
    ...(email === undefined ? {} : { email }),
    ...(first_name === undefined ? {} : { firstName: first_name }),
    ...(last_name === undefined ? {} : { lastName: last_name }),
  };
}

/** Beyond this no list goes; a number that is not exact any more would be no position. */
const largestPosition = 2 ** 52;

interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: number | undefined;
}

/** `id > cursor`; no limit, or none above zero, means all. */
export function toWalk({ limit, cursor = 0 }: PageQuery): WalkInput {
  return { after: Math.min(Math.max(cursor, 0), largestPosition), limit: toLimit(limit) };
}

/** The cursor is the number of a page, from 1 on; without a limit there is one page. */
export function toSlice({ limit, cursor = 1 }: PageQuery): MessageSlice {
  const size = toLimit(limit);
  return size === undefined ? {} : { limit: size, skip: Math.min((Math.max(cursor, 1) - 1) * size, largestPosition) };
}

/** How many hits a search gives: 10 unless the caller says, all for a negative number. */
export function toHitLimit(limit = 0): number {
  if (limit < 0) return Number.POSITIVE_INFINITY;
  return limit === 0 ? 10 : limit;
}

function toLimit(limit = 0): number | undefined {
  return limit > 0 ? Math.min(limit, largestPosition) : undefined;
}
