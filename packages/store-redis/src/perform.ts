import { StoreClosedError } from '@scrollback/store';
import { type Call, createCall } from './call.js';
import { toStoreError } from './errors.js';

/** Runs a method of the port: whatever goes wrong becomes one of the port's errors. */
export type Perform = <T>(operation: string, id: string | undefined, work: (call: Call) => Promise<T>) => Promise<T>;

export interface Performer {
  readonly perform: Perform;
  /** Lets nothing begin any more, and resolves when nothing is running. */
  close(): Promise<void>;
}

export function createPerformer(): Performer {
  let runningCount = 0;
  let isClosed = false;
  let onIdle: (() => void) | undefined;

  return {
    async perform(operation, id, work) {
      if (isClosed) throw new StoreClosedError('the Redis store was closed', { operation, id });
      const call = createCall(operation, id);
      runningCount += 1;
      try {
        return await work(call);
      } catch (error) {
        throw toStoreError(error, call, call.isUncertain);
      } finally {
        runningCount -= 1;
        if (runningCount === 0) onIdle?.();
      }
    },
    async close() {
      isClosed = true;
      if (runningCount > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
    },
  };
}
