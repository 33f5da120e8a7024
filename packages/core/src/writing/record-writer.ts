import { type MessageRecord, StoreError, StoreUnavailableError } from '@scrollback/store';
import { type Decision, noStoredMessages, type Stored } from '../decisions/decision.js';
import { type Batch, decideBatch, type PendingWrite } from './batch.js';
import type { RecordSource, VersionedRecord } from './record-source.js';
import { createRememberedRecords } from './remembered-records.js';
import { type Basis, loadBasis, type TransactionResult, transact } from './transact.js';

/** One caller's wish to change a record. */
export interface Write<Record> {
  /** The rule: pure, and called again whenever what it was decided on turns out not to be what is stored. */
  decide(stored: Stored<Record>): Decision<Record>;
  /** Uuids of stored messages that the rule cannot decide without. */
  readonly needs?: readonly string[] | undefined;
  /** How much of a shared commit it takes, in UTF-16 units of text. Default 1,024. */
  readonly weight?: number;
  /** True if it must not share its commit with others. */
  readonly isAlone?: boolean;
}

export interface Written<Record> {
  /** The record as this write left it. */
  readonly record: Record;
  /** The messages that the write was about, in the caller's order. */
  readonly messages: readonly MessageRecord[];
}

export interface RecordWriter<Record> {
  /**
   * Applies `write` to the record under `id` and resolves when the result is stored.
   *
   * Callers that arrive while a commit is in flight are decided in turn, each on the result of the one before it, and share
   * the next commit; each sees a version of its own. A refusal rejects with what the rule threw; it was decided on what was
   * certainly stored, and changed nothing. A failed commit rejects all that shared it.
   */
  submit(id: string, write: Write<Record>): Promise<Written<Record>>;
  /** The last record that is known, perhaps out of date. */
  remembered(id: string): Record | undefined;
  /** Forgets what is known of `id`. */
  forget(id: string): void;
}

/** Thrown to a caller whose write named a user that does not exist any more or is being erased. Nothing was written. */
export class UserGoneError extends Error {
  override readonly name = 'UserGoneError';
}

export interface RecordWriterOptions {
  readonly rememberedBytes: number;
}

const defaultWeight = 1_024;
const maxSharedWeight = 1_048_576;
const slowFailureMs = 500;

/**
 * The writer of all records of one kind in this process: one commit in flight per record.
 *
 * It starts from the record it remembers, or from "nothing is stored" for an unknown id, so that the usual write needs no read;
 * what turns out wrong comes back as a conflict. Without it, a hot record makes its callers fight for versions.
 */
export function createRecordWriter<Record extends VersionedRecord>(
  source: RecordSource<Record>,
  { rememberedBytes }: RecordWriterOptions,
): RecordWriter<Record> {
  const records = createRememberedRecords<Record>(rememberedBytes);
  const queues = new Map<string, PendingWrite<Record>[]>();

  async function drain(id: string, queue: PendingWrite<Record>[]): Promise<void> {
    for (let batch = takeBatch(queue); batch.length > 0; batch = takeBatch(queue)) {
      const startedAt = performance.now();
      const failure = await settleAll(id, batch);
      // Who waited for a store that does not answer must not wait for it once more.
      if (isStoreAway(failure) && performance.now() - startedAt > slowFailureMs) {
        const details = { operation: 'commit', id, cause: failure };
        const error = new StoreUnavailableError('the store did not answer a write before this one', details);
        for (const { reject } of queue.splice(0)) reject(error);
      }
    }
    queues.delete(id);
  }

  /** Never rejects: each write of the batch is settled by its own promise. Resolves with what the store failed with, if it did. */
  async function settleAll(id: string, writes: PendingWrite<Record>[]): Promise<unknown> {
    let waiting = writes;
    let basis: Basis<Record> | undefined = needsOf(writes).length > 0 ? undefined : firstGuess(id);
    while (waiting.length > 0) {
      try {
        ({ waiting, basis } = await settleSome(id, waiting, basis));
      } catch (error) {
        records.delete(id);
        for (const { reject } of waiting) reject(error);
        return error;
      }
    }
    return undefined;
  }

  /** One transaction; what it could not settle is waiting still, to be decided on `basis` (undefined: on what is loaded). */
  async function settleSome(id: string, writes: PendingWrite<Record>[], guess: Basis<Record> | undefined) {
    let batch: Batch<Record> = { shared: [], waiting: writes, plan: undefined };
    const needs = needsOf(writes);
    const basis = guess ?? (await loadBasis(source, id, needs));
    let remaining = writes;
    const result: TransactionResult<Record> = await transact(source, {
      id,
      basis,
      needs,
      decide: (basis) => {
        batch = decideBatch(remaining, basis);
        remaining = [...batch.shared.map(({ pending }) => pending), ...batch.waiting];
        if (basis.isCertain) remember(id, basis.record);
        return batch.plan;
      },
    });
    if (result.status === 'user_gone') return { waiting: await settleApart(id, batch), basis: undefined };
    if (result.status === 'unchanged') return { waiting: batch.waiting, basis: undefined };
    const { record } = result;
    remember(id, record);
    for (const { pending, decision } of batch.shared) pending.resolve(toWritten(decision, record));
    // What is waiting came before this commit: the record was certainly stored since.
    const isEnough = needsOf(batch.waiting).length === 0;
    return {
      waiting: batch.waiting,
      basis: isEnough ? { record, messages: noStoredMessages, isCertain: true } : undefined,
    };
  }

  /** A commit was refused because of a user: only the write that named it is to blame. */
  async function settleApart(id: string, { shared, waiting }: Batch<Record>): Promise<PendingWrite<Record>[]> {
    records.delete(id);
    const [first] = shared;
    if (shared.length === 1 && first !== undefined) {
      first.pending.reject(new UserGoneError('the user does not exist any more'));
    } else {
      let failure: unknown;
      for (const { pending } of shared) {
        if (isStoreAway(failure)) pending.reject(failure);
        else failure = await settleAll(id, [pending]);
      }
    }
    return waiting;
  }

  function firstGuess(id: string): Basis<Record> {
    return { record: records.get(id), messages: noStoredMessages, isCertain: false };
  }

  function remember(id: string, record: Record | undefined): void {
    if (record === undefined) records.delete(id);
    else records.set(id, record);
  }

  return {
    submit(id, write) {
      return new Promise((resolve, reject) => {
        const pending: PendingWrite<Record> = { write, resolve, reject };
        const queue = queues.get(id);
        if (queue !== undefined) {
          queue.push(pending);
          return;
        }
        const started = [pending];
        queues.set(id, started);
        void drain(id, started);
      });
    },
    remembered: (id) => records.get(id),
    forget: (id) => {
      records.delete(id);
    },
  };
}

function isStoreAway(error: unknown): boolean {
  return StoreError.isInstance(error) && (error.code === 'store_unavailable' || error.code === 'store_outcome_unknown');
}

function takeBatch<Record>(queue: PendingWrite<Record>[]): PendingWrite<Record>[] {
  let weight = 0;
  let count = 0;
  for (const { write } of queue) {
    if (write.isAlone === true && count > 0) break;
    weight += write.weight ?? defaultWeight;
    if (count > 0 && weight > maxSharedWeight) break;
    count += 1;
    if (write.isAlone === true) break;
  }
  return queue.splice(0, count);
}

function needsOf<Record>(writes: readonly PendingWrite<Record>[]): readonly string[] {
  if (writes.every(({ write }) => write.needs === undefined)) return [];
  return [...new Set(writes.flatMap(({ write }) => write.needs ?? []))];
}

/** What a decision left, with the position that only the store knows. `stored`: what all decisions of the commit left. */
function toWritten<Record extends VersionedRecord>(
  { record, messages }: Decision<Record>,
  stored: Record,
): Written<Record> {
  if (record.version === stored.version) return { record: stored, messages };
  const { position } = stored;
  return { record: record.position === position ? record : { ...record, position }, messages };
}
