import { zepContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import type { PathIds } from './path-ids.js';
import { presentSession, presentSessions } from './present.js';
import { toPatch, toWalk } from './translate.js';

const server = initServer();

export function sessionHandlers({ sessions }: Scrollback, ids: PathIds) {
  return server.router(zepContract.api.sessions, {
    list: async ({ query }) => ({ status: 200, body: presentSessions(await sessions.walk(toWalk(query))) }),

    create: async ({ body: { session_id, user_id, metadata } }) => ({
      status: 201,
      body: presentSession(await sessions.create({ id: session_id, userId: user_id, metadata })),
    }),

    get: async ({ params }) => {
      const id = await ids.session(params.session_id);
      return { status: 200, body: presentSession(await sessions.get(id)) };
    },

    update: async ({ params, body }) => {
      const id = await ids.session(params.session_id);
      const record = await sessions.update(id, { metadata: toPatch(body.metadata, 'zep'), undeletes: true });
      return { status: 200, body: presentSession(record) };
    },
  });
}
