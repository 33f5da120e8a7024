import { nativeContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { type RequestHandler, Router } from 'express';
import { jsonBody } from '../http/json-body.js';
import { dispatchTo, mount, type ServeRoute } from '../http/mount.js';
import { parseQueryString, queryOf } from '../http/query-string.js';
import { createRouteTable } from '../http/route-table.js';
import { registerUnmatched } from '../http/unmatched.js';
import { messageHandlers } from './messages.js';
import { operationHandlers } from './operation.js';
import { sessionHandlers } from './sessions.js';
import { userHandlers } from './users.js';

export interface NativeRouterOptions {
  readonly scrollback: Scrollback;
  /** Rejects with the reason when the server cannot do its work now. */
  readonly checkReady: () => Promise<void>;
  /** Runs before every route but those of the operation. */
  readonly authenticate: RequestHandler | undefined;
  readonly maxBodyBytes: number;
  readonly maxMetadataDepth: number;
}

/** The routes of the native surface: `/v1`, `/health` and `/openapi.json`. What they throw goes on to the application. */
export function createNativeRouter(options: NativeRouterOptions): RequestHandler {
  const { scrollback, checkReady, authenticate, maxBodyBytes, maxMetadataDepth } = options;
  const routes = createRouteTable<ServeRoute>();
  const parseQuery = (url: string) => parseQueryString(queryOf(url));
  const guards = authenticate === undefined ? [] : [authenticate];
  mount(routes, nativeContract.operation, operationHandlers({ checkReady }), { parseQuery });
  mount(
    routes,
    { sessions: nativeContract.sessions, messages: nativeContract.messages, users: nativeContract.users },
    {
      sessions: sessionHandlers(scrollback),
      messages: messageHandlers(scrollback),
      users: userHandlers(scrollback),
    },
    { parseQuery, readBody: jsonBody({ maxBytes: maxBodyBytes, maxMetadataDepth }), before: guards },
  );
  // Strict: otherwise `/v1/sessions/`, a path with an empty id, would be the list.
  const others = Router({ caseSensitive: true, strict: true });
  for (const guard of guards) others.use(guard);
  registerUnmatched(others, nativeContract);
  return dispatchTo(routes, others);
}
