import type { UserRecord } from '@scrollback/store';
import { fromBytes, fromJson, optional, toBytes, toJson, uuidFromBytes, uuidToBytes } from './text.js';
import type { Row, Value } from './value.js';

/** In the order of `toUserValues`. */
export const userColumns = [
  'id',
  'uuid',
  'version',
  'state',
  'email',
  'first_name',
  'last_name',
  'metadata',
  'created_at',
  'updated_at',
] as const;

export function toUserValues(record: UserRecord): readonly Value[] {
  return [
    toBytes(record.id),
    uuidToBytes(record.uuid),
    record.version,
    record.state,
    optional(record.email, toJson),
    optional(record.firstName, toJson),
    optional(record.lastName, toJson),
    record.metadata,
    record.createdAt,
    record.updatedAt,
  ];
}

export function toUser(row: Row): UserRecord {
  return {
    id: fromBytes(row.id),
    uuid: uuidFromBytes(row.uuid),
    position: row.position as number,
    version: row.version as number,
    state: row.state as UserRecord['state'],
    email: optional(row.email ?? null, fromJson),
    firstName: optional(row.first_name ?? null, fromJson),
    lastName: optional(row.last_name ?? null, fromJson),
    metadata: row.metadata as string | null,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  };
}
