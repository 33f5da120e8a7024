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

/** A user as Zep 0.27 sent it: what is empty is left out. */
export function zepUserDocument(record: UserRecord): string {
  const { metadata } = record;
  return `{"uuid":"${record.uuid}","id":${record.position},"created_at":"${toTimeText(
    record.createdAt,
  )}","updated_at":"${toTimeText(record.updatedAt)}","deleted_at":null,"user_id":${JSON.stringify(record.id)}${textMember(
    'email',
    record.email,
  )}${textMember('first_name', record.firstName)}${textMember('last_name', record.lastName)}${
    metadata === null || metadata === '{}' ? '' : `,"metadata":${metadata}`
  }}`;
}

function textMember(name: string, value: string | null): string {
  return value === null || value === '' ? '' : `,"${name}":${JSON.stringify(value)}`;
}
