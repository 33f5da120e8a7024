import { nativeContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import { preconditionOf } from '../http/entity-tags.js';
import { fromCursor } from './cursors.js';
import { nameSessionList } from './lists.js';
import { presentCreatedSession, presentMessages, presentSession, presentSessionPage } from './present.js';
import { toPatch } from './translate.js';

const server = initServer();

export function sessionHandlers({ sessions, messages }: Scrollback) {
  return server.router(nativeContract.sessions, {
    create: async ({ body: { session_id, user_id, metadata } }) => ({
      status: 201,
      body: presentCreatedSession(await sessions.create({ id: session_id, userId: user_id, metadata })),
    }),

    list: async ({ query: { limit, cursor, order, user_id, state } }) => {
      const list = nameSessionList({ order, state, userId: user_id });
      const after = fromCursor(cursor, list);
      const records = await sessions.list({ state, userId: user_id, after, limit: limit + 1, order });
      return { status: 200, body: presentSessionPage(records, limit, list) };
    },

    get: async ({ params }) => ({ status: 200, body: presentSession(await sessions.get(params.session_id)) }),

    update: async ({ params, body, req }) => {
      const { user_id: userId, metadata } = body;
      const precondition = preconditionOf(req);
      const record = await sessions.update(params.session_id, { metadata: toPatch(metadata), userId, precondition });
      return { status: 200, body: presentSession(record) };
    },

    delete: async ({ params, req }) => {
      await sessions.delete(params.session_id, { precondition: preconditionOf(req) });
      return { status: 204, body: undefined };
    },

    restore: async ({ params, req }) => {
      const record = await sessions.restore(params.session_id, { precondition: preconditionOf(req) });
      return { status: 200, body: presentSession(record) };
    },

    window: async ({ params, query }) => ({
      status: 200,
      body: presentMessages(await messages.window(params.session_id, query.last)),
    }),
  });
}
