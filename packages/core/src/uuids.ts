import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const uuidBytes = 16;
const pool = new Uint8Array(256 * uuidBytes);
let used = pool.length;

/** A new UUID v7 (RFC 9562). Random bytes are drawn for 256 at a time: asking for them one by one costs more than all the rest. */
export function newUuid(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + uuidBytes);
  used += uuidBytes;
  return v7({ random });
}
