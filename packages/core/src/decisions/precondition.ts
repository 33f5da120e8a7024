import { RefusalError } from '../errors.js';

/** What `If-Match` (RFC 9110, section 13.1.1) asks for: any existing record, or one of these versions. */
export type Precondition = '*' | readonly { readonly uuid: string; readonly version: number }[];

/** Refuses with `precondition_failed` unless `current` is one of the versions asked for. */
export function requireVersion(
  current: { readonly uuid: string; readonly version: number } | undefined,
  precondition: Precondition | undefined,
): void {
  if (precondition === undefined) return;
  if (current !== undefined) {
    if (precondition === '*') return;
    for (const { uuid, version } of precondition) {
      if (uuid === current.uuid && version === current.version) return;
    }
  }
  throw new RefusalError('precondition_failed', 'the record is not at the version that If-Match names');
}
