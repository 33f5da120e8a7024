import { type SessionRecord, StoreError } from '@scrollback/store';
import type { Context } from '../context.js';
import { judgePurge, recordTrim } from '../decisions/purge.js';
import { RefusalError } from '../errors.js';
import { eraseSessions } from './erasure.js';

export interface PurgeInput {
  /** How long something stays in the trash at least, in milliseconds. 0: everything goes that is there when the run starts. */
  readonly minAgeMs: number;
  /** Ends the run early, between two records. */
  readonly signal?: AbortSignal | undefined;
}

/** What a purge run removed. */
export interface Purged {
  readonly sessionCount: number;
  readonly messageCount: number;
  /** Users whose erasure another server had left unfinished. */
  readonly userCount: number;
  /** What went wrong with single sessions and users: they are left to the next run. */
  readonly failures: readonly PurgeFailure[];
}

export interface PurgeFailure {
  /** Id of a session or user. */
  readonly id: string;
  readonly error: unknown;
}

export interface PurgeService {
  /**
   * Removes for good what has been in the trash for long enough, and finishes erasures that were cut short.
   *
   * Several servers may run it at once. A session that is restored or written to meanwhile keeps what it has by then. One that
   * cannot be purged does not keep the others from it; only a store that is away ends the run (`StoreError`).
   */
  run(input: PurgeInput): Promise<Purged>;
}

interface Removed {
  readonly isDone: boolean;
  readonly sessionCount: number;
  readonly messageCount: number;
}

interface Run {
  readonly before: number;
  readonly signal: AbortSignal | undefined;
  readonly failures: PurgeFailure[];
}

const pageSize = 256;
const concurrency = 8;

export function createPurgeService(context: Context): PurgeService {
  return {
    async run({ minAgeMs, signal }) {
      // "Older than": with an age of 0 what was deleted in this very millisecond goes too.
      const run: Run = { before: context.now() - minAgeMs + 1, signal, failures: [] };
      const removed = await purgeSessions(context, run);
      const userCount = await finishErasures(context, run);
      return { ...removed, userCount, failures: run.failures };
    },
  };
}

async function purgeSessions(context: Context, run: Run) {
  const total = { sessionCount: 0, messageCount: 0 };
  // Whoever was looked at and is still due is not looked at again in this run.
  const seen = new Set<string>();
  for (;;) {
    const due = await context.store.sessions.due({ before: run.before, limit: pageSize + seen.size });
    const fresh = due.filter(({ uuid }) => !seen.has(uuid));
    for (let start = 0; start < fresh.length; start += concurrency) {
      if (run.signal?.aborted === true) return total;
      const slice = fresh.slice(start, start + concurrency);
      const results = await Promise.all(
        slice.map((record) => attempt(run, record.id, () => purgeRecord(context, record, run.before))),
      );
      for (const [index, removed] of results.entries()) {
        if (removed?.isDone !== true) seen.add((slice[index] as SessionRecord).uuid);
        total.sessionCount += removed?.sessionCount ?? 0;
        total.messageCount += removed?.messageCount ?? 0;
      }
    }
    if (fresh.length === 0) return total;
  }
}

async function purgeRecord(context: Context, record: SessionRecord, before: number): Promise<Removed> {
  const { store, sessionWriter } = context;
  const { id, uuid, version } = record;
  const verdict = judgePurge(record, before);
  if (verdict.kind === 'purge') {
    const isDone = await store.sessions.purge({ id, uuid, version });
    if (!isDone) return { isDone, sessionCount: 0, messageCount: 0 };
    sessionWriter.forget(id);
    return { isDone, sessionCount: 1, messageCount: record.lastSeq - record.trimmedThrough };
  }
  const through = verdict.kind === 'trim' ? verdict.through : record.trimmedThrough;
  if (verdict.kind === 'trim') await store.sessions.trim({ id, uuid, after: verdict.after, through });
  const isDone = await noteTrim(context, record, through, before);
  return { isDone, sessionCount: 0, messageCount: through - record.trimmedThrough };
}

/** Whether the session is not due any more. */
async function noteTrim(
  { sessionWriter }: Context,
  { id, uuid }: SessionRecord,
  through: number,
  before: number,
): Promise<boolean> {
  try {
    const { record } = await sessionWriter.submit(id, { decide: (stored) => recordTrim(stored, { uuid, through }) });
    return record.purgeableSince === null || record.purgeableSince >= before;
  } catch (error) {
    if (RefusalError.isInstance(error) && error.code === 'session_not_found') return true;
    throw error;
  }
}

async function finishErasures(context: Context, run: Run): Promise<number> {
  let count = 0;
  let after: number | undefined;
  for (;;) {
    const users = await context.store.users.list({ state: 'erasing', after, limit: pageSize, order: 'asc' });
    for (const user of users) {
      if (run.signal?.aborted === true) return count;
      const erased = await attempt(run, user.id, () => eraseSessions(context, user, run.signal));
      if (erased !== undefined) count += 1;
    }
    if (users.length < pageSize) return count;
    after = users.at(-1)?.position;
  }
}

/** One of many things to do: what fails is noted, and the others go on. */
async function attempt<Result>(run: Run, id: string, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (run.signal?.aborted === true) return undefined;
    if (StoreError.isInstance(error) && error.code !== 'store_corrupt') throw error;
    run.failures.push({ id, error });
    return undefined;
  }
}
