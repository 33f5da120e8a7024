import type { UserRecord } from '@scrollback/store';
import { toTimeText } from './time.js';

/** A user as the native surface sends it. */
export function userDocument(record: UserRecord): string {
  return `{"user_id":${JSON.stringify(record.id)},"uuid":"${record.uuid}","email":${JSON.stringify(
    record.email,
  )},"first_name":${JSON.stringify(record.firstName)},"last_name":${JSON.stringify(record.lastName)},"metadata":${
    record.metadata ?? '{}'
  },"created_at":"${toTimeText(record.createdAt)}","updated_at":"${toTimeText(record.updatedAt)}"}`;
}
