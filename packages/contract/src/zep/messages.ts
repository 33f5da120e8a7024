import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { ignoredTime, metadata, text, tokenCount, uuid, zepObject } from './fields.js';
import { lenientInteger } from './integers.js';
import { onMessage, onSession, someMetadata, time } from './shapes.js';

export const message = z.object({
  uuid: z.uuid(),
  seq: z.int().min(1),
  role: z.string(),
  content: z.string(),
  token_count: z.int(),
  metadata: someMetadata.optional(),
  created_at: time,
  updated_at: time,
});

export type ZepMessage = z.infer<typeof message>;

const messagePage = z.object({
  messages: z.array(message),
  /** All messages that can be read. */
  total_count: z.int().min(0),
  /** Those in this answer. */
  row_count: z.int().min(0),
});

export type ZepMessagePage = z.infer<typeof messagePage>;

export const newMessage = zepObject({
  uuid,
  role: text.default(''),
  content: text.default(''),
  token_count: tokenCount,
  metadata,
  created_at: ignoredTime,
  updated_at: ignoredTime,
});

export type ZepNewMessage = z.infer<typeof newMessage>;

const contract = initContract();

/** Document, section 2.6. */
export const messages = contract.router({
  list: {
    method: 'GET',
    path: '/sessions/:session_id/messages',
    pathParams: onSession,
    // Here, and only here, the cursor is the number of a page.
    query: z.object({ limit: lenientInteger(100), cursor: lenientInteger(1) }),
    responses: { 200: messagePage },
  },
  get: {
    method: 'GET',
    path: '/sessions/:session_id/messages/:uuid',
    pathParams: onMessage,
    responses: { 200: message },
  },
  update: {
    method: 'PATCH',
    path: '/sessions/:session_id/messages/:uuid',
    pathParams: onMessage,
    body: newMessage,
    responses: { 200: message },
  },
});
