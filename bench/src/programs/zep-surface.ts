import type { ServerResponse } from 'node:http';
import type { Storage, StoredSession } from './storage.js';
import { json, type Surface, send } from './surface.js';

/** What the product asks for when it reads a memory, and how many messages one has by default. */
const newest = { last: 12, maxBytes: 1_048_576 };
const zepFields = ['x-zep-version', '0.27.2-scrollback'];
const zeroUuid = '00000000-0000-0000-0000-000000000000';
const noSummary = `{"uuid":"${zeroUuid}","created_at":"0001-01-01T00:00:00Z","content":"","recent_message_uuid":"${zeroUuid}","token_count":0}`;

/** `/api/v1`, with the bytes that the product's surface for clients of Zep answers. */
export function createZepSurface(storage: Storage): Surface {
  return {
    read({ id, part, query }, response) {
      if (id === undefined) {
        const limit = Number(query.slice('limit='.length));
        storage.listSessions({ after: 0, limit }, (sessions) =>
          answer(response, json, `[${sessions.map(sessionText).join(',')}]`),
        );
      } else if (part === undefined) {
        storage.findSession(id, (session) => answer(response, json, sessionText(session)));
      } else {
        storage.readNewest(id, newest, (_session, texts) =>
          answer(response, json, `{"messages":[${texts}],"summary":${noSummary}}`),
        );
      }
    },

    write(method, { id = '' }, { metadata, messages }, response) {
      if (method === 'PATCH') {
        storage.patchSession(id, metadata ?? {}, (session) => answer(response, json, sessionText(session)));
      } else {
        storage.appendMessages(id, messages, () => answer(response, 'text/plain; charset=utf-8', 'OK'));
      }
    },
  };
}

function answer(response: ServerResponse, type: string, text: string): void {
  send(response, 200, type, text, zepFields);
}

function sessionText(session: StoredSession): string {
  const { id, uuid, position, userId, metadata, createdAt, updatedAt } = session;
  const user = userId === null ? 'null' : JSON.stringify(userId);
  const created = new Date(createdAt).toISOString();
  const updated = createdAt === updatedAt ? created : new Date(updatedAt).toISOString();
  return `{"uuid":"${uuid}","id":${position},"created_at":"${created}","updated_at":"${updated}","deleted_at":null,"session_id":${JSON.stringify(
    id,
  )},"metadata":${metadata ?? 'null'},"user_id":${user}}`;
}
