import type { MessageRecord } from '@scrollback/store';
import type { Decision } from '../decisions/decision.js';
import type { RecordCommit, VersionedRecord } from './record-source.js';
import type { Write, Written } from './record-writer.js';
import type { Basis } from './transact.js';

export interface PendingWrite<Record> {
  readonly write: Write<Record>;
  resolve(written: Written<Record>): void;
  reject(error: unknown): void;
}

export interface Batch<Record> {
  /** Writes that are in the plan, to be answered when it is stored. */
  readonly shared: readonly { readonly pending: PendingWrite<Record>; readonly decision: Decision<Record> }[];
  /** Writes whose refusal or no-op is not certain yet. */
  readonly waiting: PendingWrite<Record>[];
  readonly plan: Omit<RecordCommit<Record>, 'previous'> | undefined;
}

/**
 * Decides `writes` in turn, each on what the one before it would leave, and puts them into one plan.
 *
 * A refusal or a no-op that was decided on what is certainly stored is answered at once; another one has to wait.
 */
export function decideBatch<Record extends VersionedRecord>(
  writes: readonly PendingWrite<Record>[],
  basis: Basis<Record>,
): Batch<Record> {
  const [first] = writes;
  if (writes.length === 1 && first !== undefined) return decideOne(first, basis);
  const shared: { pending: PendingWrite<Record>; decision: Decision<Record> }[] = [];
  const waiting: PendingWrite<Record>[] = [];
  const appended = new Map<string, MessageRecord>();
  const replaced = new Map<string, MessageRecord>();
  const messages = new Map(basis.messages);
  let record = basis.record;

  for (const pending of writes) {
    const isAnswer = basis.isCertain && shared.length === 0;
    const outcome = attempt(() => pending.write.decide({ record, messages }));
    if ('error' in outcome) {
      if (isAnswer) pending.reject(outcome.error);
      else waiting.push(pending);
    } else if (outcome.decision.isWrite) {
      const { decision } = outcome;
      shared.push({ pending, decision });
      record = decision.record;
      for (const message of decision.append) {
        messages.set(message.uuid, message);
        appended.set(message.uuid, message);
      }
      for (const message of decision.replace) {
        messages.set(message.uuid, message);
        (appended.has(message.uuid) ? appended : replaced).set(message.uuid, message);
      }
    } else if (isAnswer) {
      pending.resolve({ record: outcome.decision.record, messages: outcome.decision.messages });
    } else {
      waiting.push(pending);
    }
  }
  if (record === undefined || shared.length === 0) return { shared, waiting, plan: undefined };
  return { shared, waiting, plan: { next: record, append: [...appended.values()], replace: [...replaced.values()] } };
}

/** The usual batch: what it appends and replaces is the plan, as it is. */
function decideOne<Record extends VersionedRecord>(pending: PendingWrite<Record>, basis: Basis<Record>): Batch<Record> {
  const outcome = attempt(() => pending.write.decide(basis));
  if ('decision' in outcome && outcome.decision.isWrite) {
    const { record: next, append, replace } = outcome.decision;
    return { shared: [{ pending, decision: outcome.decision }], waiting: [], plan: { next, append, replace } };
  }
  if (!basis.isCertain) return { shared: [], waiting: [pending], plan: undefined };
  if ('error' in outcome) pending.reject(outcome.error);
  else pending.resolve({ record: outcome.decision.record, messages: outcome.decision.messages });
  return { shared: [], waiting: [], plan: undefined };
}

function attempt<Record>(decide: () => Decision<Record>): { decision: Decision<Record> } | { error: unknown } {
  try {
    return { decision: decide() };
  } catch (error) {
    return { error };
  }
}
