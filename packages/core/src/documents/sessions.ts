import type { SessionRecord } from '@scrollback/store';
import { toTimeText } from './time.js';

/** A session as the native surface sends it. */
export function sessionDocument(record: SessionRecord): string {
  const { user, deletedAt } = record;
  return `{"session_id":${JSON.stringify(record.id)},"uuid":"${record.uuid}","state":"${record.state}","user_id":${
    user === null ? 'null' : JSON.stringify(user.id)
  },"metadata":${record.metadata ?? '{}'},"message_count":${messageCount(record)},"last_seq":${
    record.lastSeq
  },"created_at":"${toTimeText(record.createdAt)}","updated_at":"${toTimeText(record.updatedAt)}","deleted_at":${
    deletedAt === null ? 'null' : `"${toTimeText(deletedAt)}"`
  }}`;
}

/** Messages that can be read; for a session in the trash those that a restore would bring back. */
export function messageCount(record: SessionRecord): number {
  return record.lastSeq - (record.restoreHiddenThrough ?? record.hiddenThrough);
}

/** A session as Zep 0.27 sent it: `id` is the cursor of lists, and metadata that was never given is `null`. */
export function zepSessionDocument(record: SessionRecord): string {
  const { user } = record;
  return `{"uuid":"${record.uuid}","id":${record.position},"created_at":"${toTimeText(
    record.createdAt,
  )}","updated_at":"${toTimeText(record.updatedAt)}","deleted_at":null,"session_id":${JSON.stringify(
    record.id,
  )},"metadata":${record.metadata ?? 'null'},"user_id":${user === null ? 'null' : JSON.stringify(user.id)}}`;
}
