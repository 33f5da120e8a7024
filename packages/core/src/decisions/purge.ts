import { type SessionRecord, sessionWith } from '@scrollback/store';
import { RefusalError } from '../errors.js';
import { type Decision, keep, type Stored, write } from './decision.js';

export type PurgeVerdict =
  /** The whole session goes. */
  | { readonly kind: 'purge' }
  /** Messages with `after` < `seq` ≤ `through` go; the session stays. */
  | { readonly kind: 'trim'; readonly after: number; readonly through: number }
  /** Only the date by which the purge finds the record is out of date. */
  | { readonly kind: 'redate' };

/**
 * What a purge run does with a record that is due: what was deleted before `before` goes.
 *
 * A session in the trash is judged by when it went there. Messages that a restore would put back are never trimmed.
 */
export function judgePurge(record: SessionRecord, before: number): PurgeVerdict {
  if (record.deletedAt !== null && record.deletedAt < before) return { kind: 'purge' };
  const through = hiddenForGood(record);
  if (through > record.trimmedThrough) return { kind: 'trim', after: record.trimmedThrough, through };
  return { kind: 'redate' };
}

export interface RecordTrim {
  readonly uuid: string;
  readonly through: number;
}

/** Notes on the record that its messages are gone up to `through`, and what still waits for the purge. */
export function recordTrim({ record }: Stored<SessionRecord>, request: RecordTrim): Decision<SessionRecord> {
  if (record?.uuid !== request.uuid) throw new RefusalError('session_not_found', 'the session was purged meanwhile');
  const trimmedThrough = Math.max(record.trimmedThrough, request.through);
  const purgeableSince = hiddenForGood(record) > trimmedThrough ? record.purgeableSince : record.deletedAt;
  if (trimmedThrough === record.trimmedThrough && purgeableSince === record.purgeableSince) return keep(record);
  return write(sessionWith(record, { trimmedThrough, purgeableSince, version: record.version + 1 }));
}

function hiddenForGood(record: SessionRecord): number {
  return record.restoreHiddenThrough ?? record.hiddenThrough;
}
