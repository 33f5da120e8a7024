import type { SessionRecord } from '@scrollback/store';
import { askMany } from './ask-many.js';
import { type Call, prolong } from './call.js';
import type { Context } from './context.js';
import { loadSession } from './load-session.js';
import { decodeIfReadable } from './session-codec.js';

interface Due {
  readonly id: string;
  readonly since: number;
}

/** The records that have waited longest, of all buckets. */
export async function dueSessions(
  context: Context,
  call: Call,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<SessionRecord[]> {
  const oldest = await findDue(context, call, before, limit);
  const records: SessionRecord[] = [];
  for (let start = 0; start < oldest.length && records.length < limit; start += limit) {
    prolong(call);
    const found = await readRecords(context, call, oldest.slice(start, start + limit));
    // The index is exact, but a moment older than the records.
    records.push(...found.filter(({ purgeableSince }) => purgeableSince !== null && purgeableSince < before));
  }
  return records.slice(0, limit);
}

async function findDue({ connection, keys }: Context, call: Call, before: number, limit: number): Promise<Due[]> {
  const range = ['-inf', `(${before}`, 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES'] as const;
  const answers = await askMany<string[]>(
    connection,
    call,
    keys.buckets.map(({ due }) => ['zrange', due, ...range] as const),
  );
  const found: Due[] = [];
  for (const answer of answers) {
    for (let index = 0; index < answer.length; index += 2) {
      found.push({ id: answer[index] as string, since: Number(answer[index + 1]) });
    }
  }
  return found.sort((left, right) => left.since - right.since);
}

async function readRecords(context: Context, call: Call, entries: readonly Due[]): Promise<SessionRecord[]> {
  const fields = await askMany<(string | null)[]>(
    context.connection,
    call,
    entries.map(({ id }) => {
      const key = context.keys.bucketOf(id).session + id;
      return ['hmget', key, 'stamp', 'position', 'record'] as const;
    }),
  );
  const records = await Promise.all(
    entries.map(async ({ id }, index) => {
      const [stamp = null, position = null, record = null] = fields[index] ?? [];
      if (stamp === null || record === null) return undefined;
      const stored = decodeIfReadable(context.settings, id, stamp, position, record);
      if (stored === undefined) return undefined;
      return stored.place === 'settled' ? stored.record : await loadSession(context, call, id);
    }),
  );
  return records.filter((record) => record !== undefined);
}
