import { toError } from './errors.js';
import { callBudgetMs } from './retry.js';
import type { Outcome, Write, WriteKind, Writes } from './write.js';

/** Together in one transaction: so many writes, and so much text, at most. Others come after some milliseconds. */
const batchCount = 256;
const batchLength = 2_000_000;
/** What a message costs besides its text. */
const messageLength = 1_000;

interface Waiting {
  readonly write: Write;
  readonly length: number;
  readonly deadline: number;
  resolve(answer: never): void;
  reject(error: Error): void;
}

export interface WriteQueue {
  /** Resolves when it is stored. */
  write<Kind extends WriteKind>(kind: Kind, request: Writes[Kind]['request']): Promise<Writes[Kind]['answer']>;
}

/** Puts all writes that wait at one moment into one call of `execute`, in the order in which they came. */
export function createWriteQueue(
  execute: (writes: readonly Write[], deadline: number) => Promise<readonly Outcome[]>,
): WriteQueue {
  let waiting: Waiting[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, countTogether(waiting));
      waiting = waiting.slice(batch.length);
      await settle(batch);
      // Callers that were answered may come back before the next batch.
      await new Promise((resolve) => setImmediate(resolve));
    }
    isRunning = false;
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      // Of the one that came last: what has just come does not fail at once because another has waited long.
      const deadline = Math.max(...batch.map((one) => one.deadline));
      const outcomes = await execute(
        batch.map(({ write }) => write),
        deadline,
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index] as Outcome;
        if ('failure' in outcome) reject(toError(outcome.failure));
        else resolve(outcome.answer as never);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error as Error);
    }
  }

  return {
    write(kind, request) {
      return new Promise((resolve, reject) => {
        const write = { kind, request } as Write;
        waiting.push({ write, length: lengthOf(write), deadline: Date.now() + callBudgetMs, resolve, reject });
        if (isRunning) return;
        isRunning = true;
        setImmediate(run);
      });
    },
  };
}

/** At least one. */
function countTogether(waiting: readonly Waiting[]): number {
  let length = 0;
  for (let count = 0; count < Math.min(waiting.length, batchCount); count += 1) {
    length += (waiting[count] as Waiting).length;
    if (length > batchLength) return Math.max(1, count);
  }
  return Math.min(waiting.length, batchCount);
}

function lengthOf({ kind, request }: Write): number {
  // Few, whatever they remove: nobody waits for the removal of a hundred sessions.
  if (kind === 'trimSession' || kind === 'purgeSession') return batchLength / 4;
  if (kind !== 'commitSession') return messageLength;
  return [...request.append, ...request.replace].reduce(
    (length, { json }) => length + json.length + messageLength,
    messageLength + (request.next.metadata?.length ?? 0),
  );
}
