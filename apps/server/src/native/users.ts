import { nativeContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import { preconditionOf } from '../http/entity-tags.js';
import { fromCursor } from './cursors.js';
import { nameSessionList, nameUserList } from './lists.js';
import { presentCreatedUser, presentErased, presentSessionPage, presentUser, presentUserPage } from './present.js';
import { toPatch, toUserFields } from './translate.js';

const server = initServer();

export function userHandlers({ users }: Scrollback) {
  return server.router(nativeContract.users, {
    create: async ({ body: { user_id, metadata, ...fields } }) => ({
      status: 201,
      body: presentCreatedUser(await users.create({ id: user_id, metadata, ...toUserFields(fields) })),
    }),

    list: async ({ query: { limit, cursor, order } }) => {
      const list = nameUserList(order);
      const records = await users.list({ after: fromCursor(cursor, list), limit: limit + 1, order });
      return { status: 200, body: presentUserPage(records, limit, list) };
    },

    get: async ({ params }) => ({ status: 200, body: presentUser(await users.get(params.user_id)) }),

    update: async ({ params, body: { metadata, ...fields }, req }) => {
      const record = await users.update(params.user_id, {
        fields: toUserFields(fields),
        metadata: toPatch(metadata),
        precondition: preconditionOf(req),
      });
      return { status: 200, body: presentUser(record) };
    },

    delete: async ({ params: { user_id }, req }) => {
      const erased = await users.erase(user_id, { precondition: preconditionOf(req) });
      return { status: 200, body: presentErased(user_id, erased) };
    },

    sessions: async ({ params: { user_id: userId }, query: { limit, cursor, order, state } }) => {
      const list = nameSessionList({ order, state, userId });
      const after = fromCursor(cursor, list);
      const records = await users.sessions(userId, { state, after, limit: limit + 1, order });
      return { status: 200, body: presentSessionPage(records, limit, list) };
    },
  });
}
