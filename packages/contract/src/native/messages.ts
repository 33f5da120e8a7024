import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { limits } from '../limits.js';
import { messageUuid, sessionId, userId } from './ids.js';
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
import { time } from './time.js';

const role = z
  .string()
  .min(1)
  .max(limits.roleLength)
  .meta({ description: 'Who speaks.', examples: ['user', 'assistant', 'system', 'tool'] });

const tokenCount = z.int().min(0).max(limits.tokenCount).meta({ description: 'As the app counted; 0: not counted.' });

const message = z
  .object({
    uuid: messageUuid,
    seq: z.int().min(1).meta({ description: 'Number of the message in its session: 1, 2, 3 … without a gap.' }),
    role,
    content: z.string(),
    token_count: tokenCount,
    metadata: metadata.optional().meta({ description: 'Absent when the message has none.' }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Message' });

export type Message = z.infer<typeof message>;

const messagePage = pageOf('MessagePage', message);

export type MessagePage = z.infer<typeof messagePage>;

export const sessionMessages = z
  .object({
    messages: z.array(message),
    last_seq: z.int().min(0).meta({ description: '`seq` of the newest message of the session.' }),
    message_count: z.int().min(0).meta({ description: 'How many messages of the session can be read.' }),
  })
  .meta({ id: 'SessionMessages' });

export type SessionMessages = z.infer<typeof sessionMessages>;

const newMessage = z
  .strictObject({
    uuid: messageUuid
      .optional()
      .meta({ description: 'Give one to make the call safe to repeat. Default: a new UUID v7.' }),
    role,
    content: z.string().meta({ examples: ['Where is my parcel?'] }),
    metadata: metadata.optional(),
    token_count: tokenCount.optional(),
  })
  .meta({ id: 'NewMessage' });

export type NewMessage = z.infer<typeof newMessage>;

const addMessages = z
  .strictObject({
    messages: z.array(newMessage).min(1).max(limits.messagesPerCall),
    expected_seq: z.int().min(0).optional().meta({
      description: '`last_seq` that the session must have for new messages to be added; 0: no message was ever added.',
    }),
    user_id: userId
      .optional()
      .meta({ description: 'Owner of the session, if this call creates it; otherwise ignored.' }),
    metadata: metadata
      .optional()
      .meta({ description: 'Metadata of the session, if this call creates it; otherwise ignored.' }),
  })
  .meta({
    id: 'AddMessages',
    examples: [
      {
        messages: [
          { role: 'user', content: 'Where is my parcel?', uuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01' },
          { role: 'assistant', content: 'On its way.', token_count: 4, metadata: { model: 'm1' } },
        ],
        expected_seq: 0,
      },
    ],
  });

const updateMessage = z
  .strictObject({ metadata: metadataPatch })
  .meta({ id: 'UpdateMessage', examples: [{ metadata: { rating: 5 } }] });

const onSession = z.strictObject({ session_id: sessionId });
const onMessage = z.strictObject({ session_id: sessionId, uuid: messageUuid });

const contract = initContract();

export const messages = contract.router(
  {
    add: {
      method: 'POST',
      path: '/sessions/:session_id/messages',
      summary: 'Add messages',
      description:
        'Creates the session if it is missing, takes it out of the trash if it is there, and adds all messages of the call or none, in this order, with consecutive `seq`. Messages whose uuid the session has already, with the same role and content, are not added again: so a call can be repeated, and an app may send its whole history each time. They are judged before `expected_seq`.',
      pathParams: onSession,
      query: noQuery,
      body: addMessages,
      responses: {
        201: sessionMessages,
        ...refusedWith(
          ...anyProblems,
          ...pathProblems,
          ...bodyProblems,
          ...metadataProblems,
          ...writeProblems,
          'message_uuid_repeated',
          'message_conflict',
          'message_deleted',
          'seq_mismatch',
          'unknown_user',
          'precondition_failed',
        ),
      },
      metadata: facts({
        success: "The messages of the call as they are stored, in the caller's order",
        hasETag: true,
        takesIfMatch: true,
      }),
    },
    list: {
      method: 'GET',
      path: '/sessions/:session_id/messages',
      summary: 'List messages',
      description:
        'By `seq`. A page also ends before its messages exceed 16 MiB, but holds one at least; `next_cursor` goes on from there.',
      pathParams: onSession,
      query: z.strictObject({ limit, cursor, order }),
      responses: {
        200: messagePage,
        ...refusedWith(...anyProblems, ...pathProblems, ...readProblems, 'invalid_cursor', 'session_not_found'),
      },
      metadata: facts({ success: 'A page of messages' }),
    },
    clear: {
      method: 'DELETE',
      path: '/sessions/:session_id/messages',
      summary: 'Delete all messages',
      description: 'For good: a restore does not bring them back. The session stays.',
      pathParams: onSession,
      query: noQuery,
      responses: {
        204: contract.noBody(),
        ...refusedWith(...anyProblems, ...pathProblems, ...writeProblems, 'session_not_found', 'precondition_failed'),
      },
      metadata: facts({ success: 'The session has no messages', takesIfMatch: true }),
    },
    get: {
      method: 'GET',
      path: '/sessions/:session_id/messages/:uuid',
      summary: 'Get a message',
      pathParams: onMessage,
      query: noQuery,
      responses: {
        200: message,
        ...refusedWith(...anyProblems, ...pathProblems, ...readProblems, 'session_not_found', 'message_not_found'),
      },
      metadata: facts({ success: 'The message' }),
    },
    update: {
      method: 'PATCH',
      path: '/sessions/:session_id/messages/:uuid',
      summary: "Update a message's metadata",
      description: 'Merges. A message has no version of its own: `If-Match` is about its session.',
      pathParams: onMessage,
      query: noQuery,
      body: updateMessage,
      responses: {
        200: message,
        ...refusedWith(
          ...anyProblems,
          ...pathProblems,
          ...bodyProblems,
          ...metadataProblems,
          ...writeProblems,
          'session_not_found',
          'message_not_found',
          'precondition_failed',
        ),
      },
      metadata: facts({ success: 'The message', takesIfMatch: true, takesMergePatch: true }),
    },
  },
  { pathPrefix: '/v1', strictStatusCodes: true },
);
