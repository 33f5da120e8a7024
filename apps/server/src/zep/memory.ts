import { zepContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import type { PathIds } from './path-ids.js';
import { ok, presentMemory } from './present.js';
import { toNewMessage } from './translate.js';

const server = initServer();

export interface MemoryOptions {
  /** Messages of a memory when the caller does not say how many. */
  readonly window: number;
}

export function memoryHandlers({ sessions, messages }: Scrollback, ids: PathIds, { window }: MemoryOptions) {
  return server.router(zepContract.api.memory, {
    get: async ({ params, query }) => {
      const id = await ids.session(params.session_id);
      return { status: 200, body: presentMemory(await messages.walkNewest(id, query.lastn || window)) };
    },

    add: async ({ params, body }) => {
      const id = await ids.session(params.session_id);
      await messages.append(id, { messages: body.messages.map(toNewMessage) });
      return { status: 200, body: ok };
    },

    delete: async ({ params }) => {
      await sessions.delete(await ids.session(params.session_id));
      return { status: 200, body: ok };
    },
  });
}
