import { zepContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import type { PathIds } from './path-ids.js';
import { presentHits } from './present.js';
import { parseSearch } from './search/parse-search.js';
import { toHitLimit } from './translate.js';

const server = initServer();

/** A search looks at the newest messages of a session, so that its cost is bounded. */
const searchedCount = 10_000;

export function searchHandlers({ messages }: Scrollback, ids: PathIds) {
  return server.router(zepContract.api.search, {
    find: async ({ params, query, body }) => {
      const search = parseSearch(body);
      const load = async () => {
        const window = await messages.findWindow(await ids.session(params.session_id), searchedCount);
        return window?.messages ?? [];
      };
      // Loaded by the first search: many servers never see one.
      const { findMessages } = await import('./search/find-messages.js');
      const hits = await findMessages(load, search, toHitLimit(query.limit));
      return { status: 200, body: presentHits(hits) };
    },
  });
}
