import { initContract } from '@ts-rest/core';
import { collections } from './collections.js';
import { health } from './health.js';
import { memoryRoutes } from './memory.js';
import { messages } from './messages.js';
import { search } from './search.js';
import { sessions } from './sessions.js';
import { users } from './users.js';

/** Path below which the routes of Zep are. */
export const zepPath = '/api/v1';

const contract = initContract();

/** The surface that clients of Zep ≤ 0.27 speak. */
export const zepContract = contract.router({
  api: contract.router(
    { sessions, memory: memoryRoutes, messages, search, users, collections },
    { pathPrefix: zepPath, strictStatusCodes: true },
  ),
  health,
});
