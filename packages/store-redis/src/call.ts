import { type StoreError, StoreUnavailableError } from '@scrollback/store';

/** One call of a port's method: what it is for the log, how long it may take, and what is known of its outcome. */
export interface Call {
  readonly operation: string;
  readonly id: string | undefined;
  /** When it has to be answered, in epoch milliseconds. A call that works in slices moves it on. */
  deadline: number;
  /** Something of it may have been written. */
  isUncertain: boolean;
}

/** Less than the three seconds that a caller of the server may be kept waiting. */
export const callBudgetMs = 2_500;

export function createCall(operation: string, id?: string, budgetMs = callBudgetMs): Call {
  return { operation, id, deadline: Date.now() + budgetMs, isUncertain: false };
}

export function unavailable(call: Call, message: string, cause?: unknown): StoreError {
  return new StoreUnavailableError(message, { operation: call.operation, id: call.id, cause });
}

/** Gives a call that works in slices the full time for the next one. */
export function prolong(call: Call): void {
  call.deadline = Date.now() + callBudgetMs;
}
