import type { SessionRecord } from './session-record.js';

/**
 * A copy of `record` with `changes`; a field that is absent or `undefined` there stays as it is, `null` is a value.
 *
 * It names every field because V8 copies an object that holds times many times slower by `...` (0.84 µs instead of 0.03, Node 20),
 * and every request copies a record.
 */
export function sessionWith(record: SessionRecord, changes: Partial<SessionRecord>): SessionRecord {
  const { user, metadata, deletedAt, restoreHiddenThrough, purgeableSince } = changes;
  return {
    id: changes.id ?? record.id,
    uuid: changes.uuid ?? record.uuid,
    position: changes.position ?? record.position,
    version: changes.version ?? record.version,
    state: changes.state ?? record.state,
    user: user === undefined ? record.user : user,
    metadata: metadata === undefined ? record.metadata : metadata,
    createdAt: changes.createdAt ?? record.createdAt,
    updatedAt: changes.updatedAt ?? record.updatedAt,
    deletedAt: deletedAt === undefined ? record.deletedAt : deletedAt,
    lastSeq: changes.lastSeq ?? record.lastSeq,
    hiddenThrough: changes.hiddenThrough ?? record.hiddenThrough,
    restoreHiddenThrough: restoreHiddenThrough === undefined ? record.restoreHiddenThrough : restoreHiddenThrough,
    trimmedThrough: changes.trimmedThrough ?? record.trimmedThrough,
    purgeableSince: purgeableSince === undefined ? record.purgeableSince : purgeableSince,
  };
}
