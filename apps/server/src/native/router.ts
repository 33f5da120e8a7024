import { nativeContract } from '@scrollback/contract';
import type { Scrollback } from '@scrollback/core';
import { type IRouter, type RequestHandler, Router } from 'express';
import { jsonBody } from '../http/json-body.js';
import { mount } from '../http/mount.js';
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
export function createNativeRouter(options: NativeRouterOptions): IRouter {
  const { scrollback, checkReady, authenticate, maxBodyBytes, maxMetadataDepth } = options;
  // Strict: otherwise `/v1/sessions/`, a path with an empty id, would be the list.
  const router = Router({ caseSensitive: true, strict: true });
  mount(router, nativeContract.operation, operationHandlers({ checkReady }));
  if (authenticate !== undefined) router.use(authenticate);
  mount(
    router,
    { sessions: nativeContract.sessions, messages: nativeContract.messages, users: nativeContract.users },
    {
      sessions: sessionHandlers(scrollback),
      messages: messageHandlers(scrollback),
      users: userHandlers(scrollback),
    },
    jsonBody({ maxBytes: maxBodyBytes, maxMetadataDepth }),
  );
  registerUnmatched(router, nativeContract);
  return router;
}
