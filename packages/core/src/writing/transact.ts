import { setTimeout as delay } from 'node:timers/promises';
import { StoreCorruptError } from '@scrollback/store';
import { noStoredMessages, type Stored } from '../decisions/decision.js';
import { RefusalError } from '../errors.js';
import type { RecordCommit, RecordSource, VersionedRecord } from './record-source.js';

/** What a decision is made on, and whether that was certainly stored at some moment since the caller asked. */
export interface Basis<Record> extends Stored<Record> {
  readonly isCertain: boolean;
}

export interface Transaction<Record extends VersionedRecord> {
  readonly id: string;
  /** What to try first; `undefined`: load it. */
  readonly basis: Basis<Record> | undefined;
  /** Uuids of messages that a decision cannot be made without. */
  readonly needs: readonly string[];
  /** Pure; `undefined` when nothing needs to be written. Called again for every attempt. */
  decide(basis: Basis<Record>): Omit<RecordCommit<Record>, 'previous'> | undefined;
}

export type TransactionResult<Record> =
  | { readonly status: 'committed'; readonly record: Record }
  | { readonly status: 'unchanged' }
  | { readonly status: 'user_gone' };

const maxAttempts = 24;
const maxPauseMs = 64;

/**
 * Load, decide, commit; on a conflict decide again on the record that came back.
 *
 * The one place of read-modify-write. Of callers that race, each commits on what the one before it left. Attempts are bounded,
 * with jitter between them: then `session_contended` is thrown, and nothing was written. Known messages cost no attempt.
 */
export async function transact<Record extends VersionedRecord>(
  source: RecordSource<Record>,
  { id, basis: guess, needs, decide }: Transaction<Record>,
): Promise<TransactionResult<Record>> {
  let basis = guess ?? (await loadBasis(source, id, needs));
  let attempt = 0;
  for (;;) {
    const plan = decide(basis);
    if (plan === undefined) return { status: 'unchanged' };
    const { next, append, replace } = plan;
    const result = await source.commit({ previous: basis.record, next, append, replace });
    switch (result.status) {
      case 'committed':
      case 'user_gone':
        return result;
      case 'duplicate': {
        const messages = new Map(basis.messages);
        for (const message of result.messages) messages.set(message.uuid, message);
        if (messages.size === basis.messages.size) {
          throw new StoreCorruptError('the store reported messages as new that it had named before', {
            operation: 'sessions.commit',
            id,
          });
        }
        basis = { record: basis.record, messages, isCertain: true };
        break;
      }
      case 'conflict': {
        attempt += 1;
        if (attempt >= maxAttempts) {
          throw new RefusalError('session_contended', 'too many others were writing this record; try again');
        }
        const pauseMs = attempt === 1 ? 0 : Math.random() * Math.min(maxPauseMs, 2 ** attempt);
        if (pauseMs > 0) await delay(pauseMs);
        const mustLoad = needs.length > 0 || pauseMs > 0;
        basis = mustLoad
          ? await loadBasis(source, id, needs)
          : { record: result.current, messages: noStoredMessages, isCertain: true };
      }
    }
  }
}

export async function loadBasis<Record extends VersionedRecord>(
  source: RecordSource<Record>,
  id: string,
  needs: readonly string[],
): Promise<Basis<Record>> {
  return { ...(await source.load(id, needs)), isCertain: true };
}
