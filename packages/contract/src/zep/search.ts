import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { metadata, text, zepObject } from './fields.js';
import { integer } from './integers.js';
import { message } from './messages.js';
import { onSession } from './shapes.js';

const searchResult = z.object({
  message,
  summary: z.null(),
  /** 0 to 1, higher is better; 0 when no text was looked for. */
  dist: z.number().min(0).max(1),
  embedding: z.null(),
});

export type ZepSearchResult = z.infer<typeof searchResult>;

/** Document, section 2.7. */
export const search = initContract().router({
  find: {
    method: 'POST',
    path: '/sessions/:session_id/search',
    pathParams: onSession,
    query: z.object({ limit: integer }),
    body: zepObject({
      text: text.optional(),
      metadata,
      search_scope: text.optional(),
      search_type: text.optional(),
      mmr_lambda: z.number('must be a number').optional(),
    }),
    responses: { 200: z.array(searchResult) },
  },
});
