import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { knownId, metadata, newId, text, zepObject } from './fields.js';
import { integer } from './integers.js';
import { metadataOrNull, nothing, onSession, time } from './shapes.js';

export const session = z.object({
  uuid: z.uuid(),
  /** Cursor of the lists. */
  id: z.int().min(1),
  created_at: time,
  updated_at: time,
  deleted_at: z.null(),
  session_id: z.string(),
  metadata: metadataOrNull,
  user_id: z.string().nullable(),
});

export type ZepSession = z.infer<typeof session>;

const contract = initContract();

/** Document, section 2.2. */
export const sessions = contract.router({
  list: {
    method: 'GET',
    path: '/sessions',
    pathParams: nothing,
    query: z.object({ limit: integer, cursor: integer }),
    responses: { 200: z.array(session) },
  },
  create: {
    method: 'POST',
    path: '/sessions',
    pathParams: nothing,
    body: zepObject({ session_id: newId('bad request: sessionID cannot be empty'), user_id: knownId, metadata }),
    responses: { 201: session },
  },
  get: {
    method: 'GET',
    path: '/sessions/:session_id',
    pathParams: onSession,
    responses: { 200: session },
  },
  update: {
    method: 'PATCH',
    path: '/sessions/:session_id',
    pathParams: onSession,
    body: zepObject({ session_id: text.optional(), metadata }),
    responses: { 200: session },
  },
});
