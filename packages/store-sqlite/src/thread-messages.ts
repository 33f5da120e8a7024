import type { Failure } from './failure.js';
import type { FileSettings } from './open-file.js';
import type { Outcome, Write } from './write.js';

/** What a thread is started for. */
export type ThreadTask =
  | ({ readonly kind: 'write' } & FileSettings)
  | { readonly kind: 'backup'; readonly path: string; readonly target: string };

/** What the thread that writes is told. One `write` at a time. */
export type Command =
  | { readonly kind: 'write'; readonly writes: readonly Write[]; readonly deadline: number }
  | { readonly kind: 'close' };

/** What a thread tells. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** `isLast`: the file is closed, and the thread ends. */
  | { readonly kind: 'written'; readonly outcomes: readonly Outcome[]; readonly isLast: boolean }
  | { readonly kind: 'warning'; readonly message: string };
