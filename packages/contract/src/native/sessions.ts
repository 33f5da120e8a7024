import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { limits } from '../limits.js';
import { sessionId, userId } from './ids.js';
import { sessionMessages } from './messages.js';
import { metadata, metadataPatch } from './metadata.js';
import { cursor, limit, noQuery, order, pageOf, queryInteger } from './pages.js';
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
import { time } from './time.js';

const session = z
  .object({
    session_id: sessionId,
    uuid: z.uuid().meta({ description: 'Names one life of the id, from creation to purge.' }),
    state: z.enum(['live', 'deleted']).meta({ description: '`deleted`: in the trash.' }),
    user_id: userId.nullable(),
    metadata,
    message_count: z
      .int()
      .min(0)
      .meta({ description: 'Messages that can be read; in the trash: that a restore brings back.' }),
    last_seq: z.int().min(0).meta({ description: '`seq` of the newest message ever added; 0 when there is none.' }),
    created_at: time,
    updated_at: time,
    deleted_at: time.nullable().meta({ description: 'When the session went to the trash.' }),
  })
  .meta({ id: 'Session' });

export type Session = z.infer<typeof session>;

export const sessionPage = pageOf('SessionPage', session);

export type SessionPage = z.infer<typeof sessionPage>;

const createSession = z
  .strictObject({ session_id: sessionId, user_id: userId.optional(), metadata: metadata.optional() })
  .meta({
    id: 'CreateSession',
    examples: [{ session_id: 'support-4711', user_id: 'ada@example.org', metadata: { channel: 'web' } }],
  });

const updateSession = z
  .strictObject({
    metadata: metadataPatch.optional(),
    user_id: userId.optional().meta({ description: 'Gives a session that has no user its user.' }),
  })
  .meta({ id: 'UpdateSession', examples: [{ metadata: { channel: null, plan: { seats: 5 } } }] });

export const sessionState = z
  .enum(['live', 'deleted'], 'must be "live" or "deleted"')
  .default('live')
  .meta({ description: '`deleted` lists the trash.' });

const onSession = z.strictObject({ session_id: sessionId });

const contract = initContract();

export const sessions = contract.router(
  {
    create: {
      method: 'POST',
      path: '/sessions',
      summary: 'Create a session',
      description:
        'Refused when the id is taken, also by a session in the trash. Not needed before adding messages: that creates the session, too.',
      pathParams: z.strictObject({}),
      query: noQuery,
      body: createSession,
      responses: {
        201: session,
        ...refusedWith(
          ...anyProblems,
          ...bodyProblems,
          ...metadataProblems,
          ...writeProblems,
          'session_exists',
          'unknown_user',
        ),
      },
      metadata: facts({ success: 'The session', hasETag: true, hasLocation: true }),
    },
    list: {
      method: 'GET',
      path: '/sessions',
      summary: 'List sessions',
      description:
        'In the order in which the sessions were created. Walking to the end returns every session that is in the list all the while exactly once, whatever is created, deleted and restored meanwhile.',
      pathParams: z.strictObject({}),
      query: z.strictObject({
        limit,
        cursor,
        order,
        user_id: userId.optional().meta({ description: 'Only sessions of this user. An unknown user has none.' }),
        state: sessionState,
      }),
      responses: { 200: sessionPage, ...refusedWith(...anyProblems, ...readProblems, 'invalid_cursor') },
      metadata: facts({ success: 'A page of sessions' }),
    },
    get: {
      method: 'GET',
      path: '/sessions/:session_id',
      summary: 'Get a session',
      pathParams: onSession,
      query: noQuery,
      responses: {
        200: session,
        ...refusedWith(...anyProblems, ...pathProblems, ...readProblems, 'session_not_found'),
      },
      metadata: facts({ success: 'The session', hasETag: true }),
    },
    update: {
      method: 'PATCH',
      path: '/sessions/:session_id',
      summary: 'Update a session',
      description:
        'Merges metadata, and gives a session without a user its user. Parallel updates of different keys never lose one another.',
      pathParams: onSession,
      query: noQuery,
      body: updateSession,
      responses: {
        200: session,
        ...refusedWith(
          ...anyProblems,
          ...pathProblems,
          ...bodyProblems,
          ...metadataProblems,
          ...writeProblems,
          'session_not_found',
          'session_has_user',
          'unknown_user',
          'precondition_failed',
        ),
      },
      metadata: facts({ success: 'The session', hasETag: true, takesIfMatch: true, takesMergePatch: true }),
    },
    delete: {
      method: 'DELETE',
      path: '/sessions/:session_id',
      summary: 'Put a session into the trash',
      description:
        'Hides the session and all its messages from every read and list at once. Until the next purge it can be restored. Adding messages brings the session back without the messages that it had.',
      pathParams: onSession,
      query: noQuery,
      responses: {
        204: contract.noBody(),
        ...refusedWith(...anyProblems, ...pathProblems, ...writeProblems, 'session_not_found', 'precondition_failed'),
      },
      metadata: facts({ success: 'The session is in the trash', takesIfMatch: true }),
    },
    restore: {
      method: 'POST',
      path: '/sessions/:session_id/restore',
      summary: 'Take a session out of the trash',
      description: 'With exactly the messages that went there with it.',
      pathParams: onSession,
      query: noQuery,
      body: contract.noBody(),
      responses: {
        200: session,
        ...refusedWith(
          ...anyProblems,
          ...pathProblems,
          ...writeProblems,
          'session_not_found',
          'session_not_deleted',
          'precondition_failed',
        ),
      },
      metadata: facts({ success: 'The session', hasETag: true, takesIfMatch: true }),
    },
    window: {
      method: 'GET',
      path: '/sessions/:session_id/window',
      summary: 'Get the newest messages',
      description:
        'Oldest first, ready to put into a prompt. Costs the same however long the session is. Where the newest `last` messages exceed 16 MiB, only those within it are returned, but one at least.',
      pathParams: onSession,
      query: z.strictObject({
        last: queryInteger({
          minimum: 1,
          maximum: limits.window.maximum,
          default: limits.window.default,
          description: 'How many messages at most.',
        }),
      }),
      responses: {
        200: sessionMessages,
        ...refusedWith(...anyProblems, ...pathProblems, ...readProblems, 'session_not_found'),
      },
      metadata: facts({ success: 'The newest messages, oldest first', hasETag: true }),
    },
  },
  { pathPrefix: '/v1', strictStatusCodes: true },
);
