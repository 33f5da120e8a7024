import type { MessageRecord, SessionRecord } from '@scrollback/store';
import { fromBytes, optional, toBytes, uuidFromBytes, uuidToBytes } from './text.js';
import type { Row, Value } from './value.js';

/** In the order of `toSessionValues`. */
export const sessionColumns = [
  'id',
  'uuid',
  'state',
  'user_id',
  'user_uuid',
  'purgeable_since',
  'version',
  'metadata',
  'created_at',
  'updated_at',
  'deleted_at',
  'last_seq',
  'hidden_through',
  'restore_hidden_through',
  'trimmed_through',
  'longest',
] as const;

/** What never changes in the life of a session. */
const fixedCount = 2;
/** What some index holds. */
const indexedCount = 4;

export const changingColumns = sessionColumns.slice(fixedCount);
export const plainColumns = sessionColumns.slice(fixedCount + indexedCount);

/** Column names for a SELECT that `toSession` understands. */
export const selectedColumns = `position, ${sessionColumns.slice(0, -1).join(', ')}`;

export function toSessionValues(record: SessionRecord, longest: number): readonly Value[] {
  return [toBytes(record.id), uuidToBytes(record.uuid), ...toChangingValues(record, longest)];
}

export function toChangingValues(record: SessionRecord, longest: number): readonly Value[] {
  const { state, user, purgeableSince } = record;
  return [
    state,
    optional(user, ({ id }) => toBytes(id)),
    optional(user, ({ uuid }) => uuidToBytes(uuid)),
    purgeableSince,
    ...toPlainValues(record, longest),
  ];
}

export function toPlainValues(record: SessionRecord, longest: number): readonly Value[] {
  return [
    record.version,
    record.metadata,
    record.createdAt,
    record.updatedAt,
    record.deletedAt,
    record.lastSeq,
    record.hiddenThrough,
    record.restoreHiddenThrough,
    record.trimmedThrough,
    longest,
  ];
}

export function toSession(row: Row): SessionRecord {
  return {
    id: fromBytes(row.id),
    uuid: uuidFromBytes(row.uuid),
    position: row.position as number,
    version: row.version as number,
    state: row.state as SessionRecord['state'],
    user: row.user_uuid === null ? null : { id: fromBytes(row.user_id), uuid: uuidFromBytes(row.user_uuid) },
    metadata: row.metadata as string | null,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
    deletedAt: row.deleted_at as number | null,
    lastSeq: row.last_seq as number,
    hiddenThrough: row.hidden_through as number,
    restoreHiddenThrough: row.restore_hidden_through as number | null,
    trimmedThrough: row.trimmed_through as number,
    purgeableSince: row.purgeable_since as number | null,
  };
}

export function toMessage(row: Row): MessageRecord {
  return { uuid: uuidFromBytes(row.uuid), seq: row.seq as number, json: row.json as string };
}
