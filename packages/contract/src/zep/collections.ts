import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { nothing } from './shapes.js';

/** There are no document collections; the list says so to those who ask whether the server is one of Zep's (n8n). */
export const collections = initContract().router({
  list: {
    method: 'GET',
    path: '/collection',
    pathParams: nothing,
    responses: { 200: z.array(z.never()) },
  },
});
