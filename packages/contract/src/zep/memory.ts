import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { limits } from '../limits.js';
import { isSentence, metadata, zepObject } from './fields.js';
import { integer } from './integers.js';
import { message, newMessage } from './messages.js';
import { ok, onSession } from './shapes.js';

/** Always there, and always that of a session without a summary. */
const summary = z.object({
  uuid: z.literal('00000000-0000-0000-0000-000000000000'),
  created_at: z.literal('0001-01-01T00:00:00Z'),
  content: z.literal(''),
  recent_message_uuid: z.literal('00000000-0000-0000-0000-000000000000'),
  token_count: z.literal(0),
});

const memory = z.object({ messages: z.array(message), summary });

export type ZepMemory = z.infer<typeof memory>;

const contract = initContract();

/** Document, section 2.4. */
export const memoryRoutes = contract.router({
  get: {
    method: 'GET',
    path: '/sessions/:session_id/memory',
    pathParams: onSession,
    query: z.object({
      lastn: integer.refine((value) => value === undefined || value >= 0, {
        error: 'cannot specify negative lastNMessages',
        params: isSentence,
      }),
    }),
    responses: { 200: memory },
  },
  add: {
    method: 'POST',
    path: '/sessions/:session_id/memory',
    pathParams: onSession,
    body: zepObject({
      messages: z
        .array(z.unknown(), 'must be an array')
        .max(limits.zepMessagesPerCall, `must have at most ${limits.zepMessagesPerCall} elements`)
        // Only then each of them is looked at.
        .pipe(z.array(newMessage))
        .default([]),
      metadata,
    }),
    responses: { 200: ok },
  },
  delete: {
    method: 'DELETE',
    path: '/sessions/:session_id/memory',
    pathParams: onSession,
    responses: { 200: ok },
  },
});
