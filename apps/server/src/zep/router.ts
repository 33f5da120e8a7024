import { zepContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { initServer } from '@ts-rest/express';
import { type RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import type { IdentifiedRequest } from '../http/http-classes.js';
import { dispatchTo, mount, type ServeRoute } from '../http/mount.js';
import { answering } from '../http/problems.js';
import { createRouteTable } from '../http/route-table.js';
import { cleanUrl } from './clean-url.js';
import { createZepErrorHandler } from './errors.js';
import { zepFields } from './fields.js';
import { zepBody } from './json-body.js';
import { memoryHandlers } from './memory.js';
import { messageHandlers } from './messages.js';
import { createPathIds } from './path-ids.js';
import { alive, nothing } from './present.js';
import { parseZepQuery } from './query.js';
import { refuseCrossSite } from './refuse-cross-site.js';
import { searchHandlers } from './search.js';
import { sessionHandlers } from './sessions.js';
import { refuseRoute, registerZepUnmatched } from './unmatched.js';
import { userHandlers } from './users.js';

export interface ZepRouterOptions {
  readonly scrollback: Scrollback;
  readonly logger: Logger;
  /** Runs before every route but that of the health. */
  readonly authenticate: RequestHandler | undefined;
  /** Origins whose pages may write; `*`: all. */
  readonly allowedOrigins: readonly string[];
  readonly maxBodyBytes: number;
  readonly maxMetadataDepth: number;
  /** Messages of a memory when the caller does not say how many; 0: all. */
  readonly memoryWindow: number;
}

const server = initServer();

/** The routes below `/api/v1`, and `/healthz`, as clients of Zep ≤ 0.27 speak them. */
export function createZepRouter(options: ZepRouterOptions): RequestHandler {
  const { scrollback, logger, authenticate, allowedOrigins, maxBodyBytes, maxMetadataDepth, memoryWindow } = options;
  const ids = createPathIds(scrollback);
  const routes = createRouteTable<ServeRoute>();
  const guards = [refuseCrossSite(allowedOrigins), ...(authenticate === undefined ? [] : [authenticate])];
  const health = server.router(zepContract.health, { live: async () => ({ status: 200, body: alive }) });
  mount(routes, zepContract.health, health, { parseQuery: parseZepQuery });
  mount(
    routes,
    zepContract.api,
    {
      sessions: sessionHandlers(scrollback, ids),
      memory: memoryHandlers(scrollback, ids, { window: memoryWindow || Number.POSITIVE_INFINITY }),
      messages: messageHandlers(scrollback, ids),
      search: searchHandlers(scrollback, ids),
      users: userHandlers(scrollback, ids),
      collections: server.router(zepContract.api.collections, { list: async () => ({ status: 200, body: nothing }) }),
    },
    { parseQuery: parseZepQuery, readBody: zepBody({ maxBytes: maxBodyBytes, maxMetadataDepth }), before: guards },
  );
  const others = Router({ caseSensitive: true, strict: true });
  others.all(zepContract.health.live.path, refuseRoute);
  for (const guard of guards) others.use(guard);
  registerZepUnmatched(others);

  const answer = answering(dispatchTo(routes, others), createZepErrorHandler(logger));
  return (request, response) => {
    (request as unknown as IdentifiedRequest).fixedFields = zepFields;
    request.url = cleanUrl(request.url);
    answer(request, response);
  };
}
