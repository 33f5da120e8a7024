import { toRequestBytes } from '../load/request-bytes.js';
import type { Workload } from '../load/workload.js';

/** Each connection deletes its session and restores it, in turn. */
export function createTrashWorkload(idOf: (connection: number) => string): Workload {
  const sessions: { readonly remove: Buffer; readonly restore: Buffer; isDeleted: boolean }[] = [];
  return {
    next(connection) {
      let session = sessions[connection];
      if (session === undefined) {
        const path = `/v1/sessions/${idOf(connection)}`;
        const restore = toRequestBytes('POST', `${path}/restore`);
        session = { remove: toRequestBytes('DELETE', path), restore, isDeleted: false };
        sessions[connection] = session;
      }
      return session.isDeleted ? session.restore : session.remove;
    },
    check(connection, status) {
      const session = sessions[connection] as { isDeleted: boolean };
      const expected = session.isDeleted ? 200 : 204;
      session.isDeleted = !session.isDeleted;
      return status === expected ? undefined : `not a ${expected}`;
    },
  };
}
