import type { ServerResponse } from 'node:http';
import type { SessionState, Storage, StoredSession, StoredUser } from './storage.js';
import { json, type Surface, send } from './surface.js';

/** What the product asks for when it reads a page of messages. */
const pageBytes = 16 * 1_024 * 1_024;

/** `/v1`, as the product serves it. */
export function createNativeSurface(storage: Storage): Surface {
  return {
    read({ id, part, query }, response) {
      if (id === undefined) {
        const limit = Number(query.slice('limit='.length));
        // One more than the page holds tells whether there is a next one.
        storage.listSessions({ limit: limit + 1 }, (sessions) => answer(response, 200, pageText(sessions, limit)));
      } else if (part === undefined) {
        storage.findSession(id, (session) => answer(response, 200, sessionText(session), session));
      } else {
        const newest = { last: Number(query.slice('last='.length)), maxBytes: pageBytes };
        storage.readNewest(id, newest, (session, texts) =>
          answer(response, 200, messagesText(session, texts), session),
        );
      }
    },

    write(method, { noun, id }, body, response) {
      const { session_id, user_id: userId = null, metadata } = body;
      if (method === 'PATCH') {
        storage.patchSession(id as string, metadata ?? {}, (session) =>
          answer(response, 200, sessionText(session), session),
        );
      } else if (id !== undefined) {
        storage.appendMessages(id, body.messages, (session, texts) =>
          answer(response, 201, messagesText(session, texts), session),
        );
      } else if (noun === 'users') {
        storage.createUser(userId as string, (user) =>
          answer(response, 201, userText(user), { uuid: user.uuid, version: 1 }),
        );
      } else {
        storage.createSession({ id: session_id, userId, metadata }, (session) =>
          answer(response, 201, sessionText(session), session),
        );
      }
    },
  };
}

function answer(
  response: ServerResponse,
  status: number,
  text: string,
  record?: { readonly uuid: string; readonly version: number },
): void {
  send(response, status, json, text, record === undefined ? [] : ['etag', `"${record.uuid}.${record.version}"`]);
}

function sessionText(session: StoredSession): string {
  const { id, uuid, userId, metadata, lastSeq, hiddenThrough, createdAt, updatedAt } = session;
  const user = userId === null ? 'null' : JSON.stringify(userId);
  const created = new Date(createdAt).toISOString();
  const updated = createdAt === updatedAt ? created : new Date(updatedAt).toISOString();
  return `{"session_id":${JSON.stringify(id)},"uuid":"${uuid}","state":"live","user_id":${user},"metadata":${
    metadata ?? '{}'
  },"message_count":${
    lastSeq - hiddenThrough
  },"last_seq":${lastSeq},"created_at":"${created}","updated_at":"${updated}","deleted_at":null}`;
}

function messagesText({ lastSeq, hiddenThrough }: SessionState, texts: string): string {
  return `{"messages":[${texts}],"last_seq":${lastSeq},"message_count":${lastSeq - hiddenThrough}}`;
}

function pageText(sessions: readonly StoredSession[], limit: number): string {
  let text = '';
  const end = Math.min(limit, sessions.length);
  for (let index = 0; index < end; index += 1) {
    if (index > 0) text += ',';
    text += sessionText(sessions[index] as StoredSession);
  }
  const last = sessions.length > limit ? sessions[limit - 1] : undefined;
  const cursor =
    last === undefined ? 'null' : `"${Buffer.from(`${last.position} sessions asc live`).toString('base64url')}"`;
  return `{"data":[${text}],"next_cursor":${cursor}}`;
}

function userText({ id, uuid, createdAt }: StoredUser): string {
  const time = new Date(createdAt).toISOString();
  return `{"user_id":${JSON.stringify(id)},"uuid":"${uuid}","email":null,"first_name":null,"last_name":null,"metadata":{},"created_at":"${time}","updated_at":"${time}"}`;
}
