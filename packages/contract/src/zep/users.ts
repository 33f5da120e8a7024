import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { metadata, name, newId, uuid, zepObject } from './fields.js';
import { integer } from './integers.js';
import { session } from './sessions.js';
import { nothing, ok, onUser, someMetadata, time } from './shapes.js';

const user = z.object({
  uuid: z.uuid(),
  id: z.int().min(1),
  created_at: time,
  updated_at: time,
  deleted_at: z.null(),
  user_id: z.string(),
  email: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  metadata: someMetadata.optional(),
});

export type ZepUser = z.infer<typeof user>;

const fields = { email: name, first_name: name, last_name: name, metadata };

const contract = initContract();

/** Document, section 2.8. */
export const users = contract.router({
  list: {
    method: 'GET',
    path: '/user',
    pathParams: nothing,
    query: z.object({ limit: integer, cursor: integer }),
    responses: { 200: z.array(user) },
  },
  create: {
    method: 'POST',
    path: '/user',
    pathParams: nothing,
    body: zepObject({ user_id: newId('bad request: UserID cannot be empty'), ...fields }),
    responses: { 201: user },
  },
  get: {
    method: 'GET',
    path: '/user/:user_id',
    pathParams: onUser,
    responses: { 200: user },
  },
  update: {
    method: 'PATCH',
    path: '/user/:user_id',
    pathParams: onUser,
    // The uuid has to be one, and is not used.
    body: zepObject({ uuid, ...fields }),
    responses: { 200: user },
  },
  delete: {
    method: 'DELETE',
    path: '/user/:user_id',
    pathParams: onUser,
    responses: { 200: ok },
  },
  sessions: {
    method: 'GET',
    path: '/user/:user_id/sessions',
    pathParams: onUser,
    query: z.object({ limit: integer, cursor: integer }),
    responses: { 200: z.array(session) },
  },
});
