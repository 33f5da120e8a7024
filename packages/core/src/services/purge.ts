import type { SessionRecord } from '@scrollback/store';
import type { Context } from '../context.js';
import { judgePurge, recordTrim } from '../decisions/purge.js';
import { transact } from '../writing/transact.js';
import { eraseSessions } from './erasure.js';
import { sessionSource } from './sources.js';

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
}

export interface PurgeService {
  /**
   * Removes for good what has been in the trash for long enough, and finishes erasures that were cut short.
   *
   * Several servers may run it at once. A session that is restored or written to meanwhile keeps what it has by then.
   */
  run(input: PurgeInput): Promise<Purged>;
}

const pageSize = 256;
const concurrency = 8;

export function createPurgeService(context: Context): PurgeService {
  const { store, now } = context;

  return {
    async run({ minAgeMs, signal }) {
      // "Older than": with an age of 0 what was deleted in this very millisecond goes too.
      const before = now() - minAgeMs + 1;
      const total = { sessionCount: 0, messageCount: 0, userCount: 0 };
      for (;;) {
        const due = await store.sessions.due({ before, limit: pageSize });
        let isProgress = false;
        for (let start = 0; start < due.length; start += concurrency) {
          if (signal?.aborted === true) return total;
          const slice = due.slice(start, start + concurrency);
          for (const removed of await Promise.all(slice.map((record) => purgeRecord(context, record, before)))) {
            isProgress ||= removed.isChanged;
            total.sessionCount += removed.sessionCount;
            total.messageCount += removed.messageCount;
          }
        }
        if (due.length < pageSize || !isProgress) break;
      }
      total.userCount = await finishErasures(context, signal);
      return total;
    },
  };
}

async function purgeRecord(context: Context, record: SessionRecord, before: number) {
  const { store } = context;
  const { id, uuid, version } = record;
  const verdict = judgePurge(record, before);
  if (verdict.kind === 'purge') {
    const isChanged = await store.sessions.purge({ id, uuid, version });
    if (!isChanged) return { isChanged, sessionCount: 0, messageCount: 0 };
    context.sessionWriter.forget(id);
    return { isChanged, sessionCount: 1, messageCount: record.lastSeq - record.trimmedThrough };
  }
  const through = verdict.kind === 'trim' ? verdict.through : record.trimmedThrough;
  if (verdict.kind === 'trim') await store.sessions.trim({ id, uuid, after: verdict.after, through });
  const isChanged = await noteTrim(context, record, through);
  return { isChanged, sessionCount: 0, messageCount: through - record.trimmedThrough };
}

async function noteTrim({ store }: Context, record: SessionRecord, through: number): Promise<boolean> {
  const { status } = await transact(sessionSource(store), {
    id: record.id,
    basis: { record, messages: new Map(), isCertain: true },
    needs: [],
    decide: (stored) => {
      const decision = recordTrim(stored, { uuid: record.uuid, through });
      if (decision?.isWrite !== true) return undefined;
      return { next: decision.record, append: decision.append, replace: decision.replace };
    },
  });
  return status === 'committed';
}

async function finishErasures(context: Context, signal: AbortSignal | undefined): Promise<number> {
  let count = 0;
  for (;;) {
    const users = await context.store.users.list({ state: 'erasing', limit: pageSize, order: 'asc' });
    for (const user of users) {
      if (signal?.aborted === true) return count;
      await eraseSessions(context, user);
      count += 1;
    }
    if (users.length < pageSize) return count;
  }
}
