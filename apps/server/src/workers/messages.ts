import type { Listening } from '../serve.js';

/** What a worker tells the process that started it. */
export type FromWorker =
  | { readonly kind: 'warning'; readonly message: string }
  | ({ readonly kind: 'listening' } & Listening)
  /** Why it ends by itself, in one line. */
  | { readonly kind: 'failed'; readonly reason: string };

/** What a worker is told: to finish what is in flight, and end. */
export const stop = 'stop';
