import { zepContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import { messageUuidOf, type PathIds } from './path-ids.js';
import { presentMessage, presentMessagePage } from './present.js';
import { toPatch, toSlice } from './translate.js';

const server = initServer();

export function messageHandlers({ messages }: Scrollback, ids: PathIds) {
  return server.router(zepContract.api.messages, {
    list: async ({ params, query }) => {
      const id = await ids.session(params.session_id);
      return { status: 200, body: presentMessagePage(await messages.walkSlice(id, toSlice(query))) };
    },

    get: async ({ params }) => {
      const uuid = messageUuidOf(params.uuid);
      const id = await ids.session(params.session_id);
      return { status: 200, body: presentMessage(await messages.get(id, uuid)) };
    },

    update: async ({ params, body }) => {
      const uuid = messageUuidOf(params.uuid);
      const id = await ids.session(params.session_id);
      const message = await messages.update(id, uuid, { metadata: toPatch(body.metadata, 'zep') });
      return { status: 200, body: presentMessage(message) };
    },
  });
}
