import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import type { JsonObject } from './metadata.js';
import { noQuery } from './pages.js';
import { openProblems, refusedWith } from './problem.js';
import { facts } from './route.js';

const health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

export type Health = z.infer<typeof health>;

const contract = initContract();

/** What operators and tools ask; it takes no token. */
export const operation = contract.router(
  {
    live: {
      method: 'GET',
      path: '/health/live',
      summary: 'Is the process alive?',
      pathParams: z.strictObject({}),
      query: noQuery,
      responses: { 200: health, ...refusedWith(...openProblems) },
      metadata: facts({ success: 'It is' }),
    },
    ready: {
      method: 'GET',
      path: '/health/ready',
      summary: 'Can the server do its work now?',
      description: 'Asks the store. Also answers 503 while the server is stopping.',
      pathParams: z.strictObject({}),
      query: noQuery,
      responses: {
        200: health,
        ...refusedWith(...openProblems, 'store_unavailable', 'store_closed', 'store_corrupt', 'store_schema'),
      },
      metadata: facts({ success: 'It can' }),
    },
    openapi: {
      method: 'GET',
      path: '/openapi.json',
      summary: 'This document',
      pathParams: z.strictObject({}),
      query: noQuery,
      responses: {
        200: z
          .custom<JsonObject>((value) => typeof value === 'object' && value !== null)
          .meta({ override: { type: 'object', additionalProperties: true } }),
        ...refusedWith(...openProblems),
      },
      metadata: facts({ success: 'OpenAPI 3.1' }),
    },
  },
  { strictStatusCodes: true },
);
