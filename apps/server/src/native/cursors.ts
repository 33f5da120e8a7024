import { RequestFault } from '../http/request-fault.js';

/**
 * A cursor names a position and the list it belongs to: path, order and filters. Neither is a secret; it is opaque so that it
 * can change.
 */
export function toCursor(position: number, list: string): string {
  return Buffer.from(`${position} ${list}`).toString('base64url');
}

/** The position to go on behind. */
export function fromCursor(cursor: string | undefined, list: string): number | undefined {
  if (cursor === undefined) return undefined;
  const position = Number.parseInt(Buffer.from(cursor, 'base64url').toString('utf8'), 10);
  // Whatever else decodes to this position was not handed out here.
  if (Number.isSafeInteger(position) && position > 0 && toCursor(position, list) === cursor) return position;
  throw new RequestFault(
    'invalid_cursor',
    'the cursor is not one that this list, in this order and with these filters, gave',
    {
      places: [{ in: 'query', pointer: '/cursor', detail: 'is not a cursor of this list' }],
    },
  );
}
