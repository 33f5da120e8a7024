import { nativeContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import { preconditionOf } from '../http/entity-tags.js';
import { fromCursor } from './cursors.js';
import { nameMessageList } from './lists.js';
import { presentMessage, presentMessagePage, presentMessages } from './present.js';
import { toNewMessage, toPatch } from './translate.js';

const server = initServer();

export function messageHandlers({ messages }: Scrollback) {
  return server.router(nativeContract.messages, {
    add: async ({ params, body, req }) => {
      const added = await messages.append(params.session_id, {
        messages: body.messages.map(toNewMessage),
        expectedSeq: body.expected_seq,
        precondition: preconditionOf(req),
        userId: body.user_id,
        metadata: body.metadata,
      });
      return { status: 201, body: presentMessages(added) };
    },

    list: async ({ params: { session_id }, query: { limit, cursor, order } }) => {
      const list = nameMessageList(order, session_id);
      const page = await messages.list(session_id, { after: fromCursor(cursor, list), limit, order });
      return { status: 200, body: presentMessagePage(page, order, list) };
    },

    clear: async ({ params, req }) => {
      await messages.clear(params.session_id, { precondition: preconditionOf(req) });
      return { status: 204, body: undefined };
    },

    get: async ({ params: { session_id, uuid } }) => ({
      status: 200,
      body: presentMessage(await messages.get(session_id, uuid)),
    }),

    update: async ({ params: { session_id, uuid }, body, req }) => {
      const changes = { metadata: toPatch(body.metadata), precondition: preconditionOf(req) };
      return { status: 200, body: presentMessage(await messages.update(session_id, uuid, changes)) };
    },
  });
}
