import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { nothing } from './shapes.js';

/** Liveness. Clients compare the body byte by byte. */
export const health = initContract().router({
  live: { method: 'GET', path: '/healthz', pathParams: nothing, responses: { 200: z.literal('.') } },
});
