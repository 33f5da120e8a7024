import { zepContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import type { PathIds } from './path-ids.js';
import { ok, presentSessions, presentUser, presentUsers } from './present.js';
import { toPatch, toUserFields, toWalk } from './translate.js';

const server = initServer();

export function userHandlers({ users, sessions }: Scrollback, ids: PathIds) {
  return server.router(zepContract.api.users, {
    list: async ({ query }) => ({ status: 200, body: presentUsers(await users.walk(toWalk(query))) }),

    create: async ({ body: { user_id, metadata, ...fields } }) => ({
      status: 201,
      body: presentUser(await users.create({ id: user_id, metadata, ...toUserFields(fields) })),
    }),

    get: async ({ params }) => {
      const id = await ids.user(params.user_id);
      return { status: 200, body: presentUser(await users.get(id)) };
    },

    update: async ({ params, body: { metadata, ...fields } }) => {
      const id = await ids.user(params.user_id);
      // Zep merged users' metadata with the right to write `system`.
      const changes = { fields: toUserFields(fields), metadata: toPatch(metadata, 'zep_privileged') };
      return { status: 200, body: presentUser(await users.update(id, changes)) };
    },

    delete: async ({ params }) => {
      await users.erase(await ids.user(params.user_id));
      return { status: 200, body: ok };
    },

    sessions: async ({ params, query }) => {
      const userId = await ids.user(params.user_id);
      return { status: 200, body: presentSessions(await sessions.walk({ userId, ...toWalk(query) })) };
    },
  });
}
