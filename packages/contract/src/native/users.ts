import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { limits } from '../limits.js';
import { userId } from './ids.js';
import { metadata, metadataPatch } from './metadata.js';
import { cursor, limit, noQuery, order, pageOf } from './pages.js';
import {
  anyProblems,
  bodyProblems,
  metadataProblems,
  pathProblems,
  readProblems,
  refusedWith,
  writeProblems,
} from './problem.js';
import { facts } from './route.js';
import { sessionPage, sessionState } from './sessions.js';
import { time } from './time.js';

const name = z.string().max(limits.nameLength);

const user = z
  .object({
    user_id: userId,
    uuid: z.uuid().meta({ description: 'Names one life of the id: a user that is made again has another one.' }),
    email: name.nullable(),
    first_name: name.nullable(),
    last_name: name.nullable(),
    metadata,
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'User' });

export type User = z.infer<typeof user>;

const userPage = pageOf('UserPage', user);

export type UserPage = z.infer<typeof userPage>;

const fields = {
  email: name
    .nullable()
    .optional()
    .meta({ examples: ['ada@example.org'] }),
  first_name: name.nullable().optional(),
  last_name: name.nullable().optional(),
};

const createUser = z
  .strictObject({ user_id: userId, ...fields, metadata: metadata.optional() })
  .meta({ id: 'CreateUser', examples: [{ user_id: 'ada@example.org', first_name: 'Ada' }] });

export type UserFields = { readonly [Name in keyof typeof fields]?: string | null | undefined };

const updateUser = z.strictObject({ ...fields, metadata: metadataPatch.optional() }).meta({
  id: 'UpdateUser',
  description: 'Only the fields that are there are changed; `null` clears one.',
  examples: [{ last_name: 'Lovelace', metadata: { plan: 'pro' } }],
});

const erasedUser = z
  .object({
    user_id: userId,
    session_count: z.int().min(0).meta({ description: 'Sessions removed, those in the trash included.' }),
    message_count: z
      .int()
      .min(0)
      .meta({ description: 'Messages removed, deleted ones that were not purged yet included.' }),
  })
  .meta({ id: 'ErasedUser' });

export type ErasedUser = z.infer<typeof erasedUser>;

const onUser = z.strictObject({ user_id: userId });

const contract = initContract();

export const users = contract.router(
  {
    create: {
      method: 'POST',
      path: '/users',
      summary: 'Create a user',
      pathParams: z.strictObject({}),
      query: noQuery,
      body: createUser,
      responses: {
        201: user,
        ...refusedWith(
          ...anyProblems,
          ...bodyProblems,
          ...metadataProblems,
          ...writeProblems,
          'user_exists',
          'user_erasing',
        ),
      },
      metadata: facts({ success: 'The user', hasETag: true, hasLocation: true }),
    },
    list: {
      method: 'GET',
      path: '/users',
      summary: 'List users',
      description: 'In the order in which the users were created.',
      pathParams: z.strictObject({}),
      query: z.strictObject({ limit, cursor, order }),
      responses: { 200: userPage, ...refusedWith(...anyProblems, ...readProblems, 'invalid_cursor') },
      metadata: facts({ success: 'A page of users' }),
    },
    get: {
      method: 'GET',
      path: '/users/:user_id',
      summary: 'Get a user',
      pathParams: onUser,
      query: noQuery,
      responses: { 200: user, ...refusedWith(...anyProblems, ...pathProblems, ...readProblems, 'user_not_found') },
      metadata: facts({ success: 'The user', hasETag: true }),
    },
    update: {
      method: 'PATCH',
      path: '/users/:user_id',
      summary: 'Update a user',
      description: 'Merges metadata and sets fields. Parallel updates of different keys never lose one another.',
      pathParams: onUser,
      query: noQuery,
      body: updateUser,
      responses: {
        200: user,
        ...refusedWith(
          ...anyProblems,
          ...pathProblems,
          ...bodyProblems,
          ...metadataProblems,
          ...writeProblems,
          'user_not_found',
          'precondition_failed',
        ),
      },
      metadata: facts({ success: 'The user', hasETag: true, takesIfMatch: true, takesMergePatch: true }),
    },
    delete: {
      method: 'DELETE',
      path: '/users/:user_id',
      summary: 'Remove a user with everything it owns',
      description:
        'Removes the user, all its sessions (those in the trash, too) and all their messages for good. What a crash leaves half-way is finished by the next purge run of any server, or by repeating the call; the counts are then of what was left.',
      pathParams: onUser,
      query: noQuery,
      responses: {
        200: erasedUser,
        ...refusedWith(
          ...anyProblems,
          ...pathProblems,
          ...writeProblems,
          'user_not_found',
          'erasure_unfinished',
          'precondition_failed',
        ),
      },
      metadata: facts({ success: 'What was removed', takesIfMatch: true }),
    },
    sessions: {
      method: 'GET',
      path: '/users/:user_id/sessions',
      summary: "List a user's sessions",
      pathParams: onUser,
      query: z.strictObject({ limit, cursor, order, state: sessionState }),
      responses: {
        200: sessionPage,
        ...refusedWith(...anyProblems, ...pathProblems, ...readProblems, 'invalid_cursor', 'user_not_found'),
      },
      metadata: facts({ success: 'A page of sessions' }),
    },
  },
  { pathPrefix: '/v1', strictStatusCodes: true },
);
