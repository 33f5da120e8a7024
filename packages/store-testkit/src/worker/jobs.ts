import { type RefusalCode, RefusalError, type Scrollback } from '@scrollback/core';
import type { SessionRecord, Store } from '@scrollback/store';
import { newUuid } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import { newMessages, newSession, nextOf, range } from '../harness/sessions.js';
import { walk } from '../harness/walk.js';

export interface JobContext {
  readonly store: Store;
  /** The services over `store`. */
  readonly scrollback: Scrollback;
  /** Tells whoever started the job about a step that is done. */
  readonly report: (step: unknown) => void;
}

export interface AppendedCall {
  readonly contents: readonly string[];
  readonly seqs: readonly number[];
  readonly version: number;
}

/** What one caller does in a race: in this process over a handle, or in a process of its own. Arguments and results are plain. */
export const jobs = {
  /** Updates metadata with one key a call, a few calls at a time. */
  async mergeMetadata({ scrollback }: JobContext, { id, keys }: { id: string; keys: readonly string[] }) {
    await inParallel(8, keys, (key) =>
      scrollback.sessions.update(id, { metadata: { mode: 'merge_patch', patch: { [key]: { by: key } } } }),
    );
  },

  /** Appends `size` messages a call. */
  async append(
    { scrollback }: JobContext,
    {
      id,
      author,
      calls,
      size,
      parallel,
    }: { id: string; author: string; calls: number; size: number; parallel: number },
  ) {
    return inParallel(parallel, range(1, calls), async (call): Promise<AppendedCall> => {
      const contents = range(1, size).map((part) => `${author}/${call}/${part}`);
      const messages = contents.map((content) => ({ uuid: newUuid(), role: 'user', content }));
      const appended = await scrollback.messages.append(id, { messages });
      const seqs = appended.messages.map((message) => message.seq);
      return { contents, seqs, version: appended.record.version };
    });
  },

  /** Deletes a session time and again, and answers with the last message that each deletion hid. */
  async deleteSession({ scrollback }: JobContext, { id, times }: { id: string; times: number }) {
    const hidden: number[] = [];
    for (const _ of range(1, times)) {
      const answer = await unlessRefused(scrollback.sessions.delete(id));
      if (typeof answer === 'object') hidden.push(answer.hiddenThrough);
    }
    return hidden;
  },

  /** Creates sessions and answers for each with its record, or with the code of the refusal. */
  async createSessions({ scrollback }: JobContext, { ids, userId }: { ids: readonly string[]; userId?: string }) {
    return inParallel(8, ids, (id) => unlessRefused(scrollback.sessions.create({ id, userId })));
  },

  async createUsers({ scrollback }: JobContext, { ids }: { ids: readonly string[] }) {
    return inParallel(8, ids, (id) => unlessRefused(scrollback.users.create({ id })));
  },

  async eraseUser({ scrollback }: JobContext, { id }: { id: string }) {
    return unlessRefused(scrollback.users.erase(id));
  },

  /** Commits once on each of the records, without trying again, and answers which attempts succeeded. */
  async commitOnce({ store }: JobContext, { records }: { records: readonly SessionRecord[] }) {
    return inParallel(4, records, async (previous) => {
      const append = newMessages(2, previous.lastSeq);
      const next = nextOf(previous, { metadata: `{"by":"${append[0]?.uuid}"}` }, append);
      const result = await store.sessions.commit({ previous, next, append, replace: [] });
      return result.status === 'committed';
    });
  },

  /** Follows the list of live sessions behind `after` until `last` is in it, and answers with the ids in the order they came. */
  async followList({ store }: JobContext, { after, last }: { after: number; last: string }) {
    const ids: string[] = [];
    let cursor = after;
    for (let turn = 0; turn < 20_000 && !ids.includes(last); turn++) {
      const found = await walk((page) => store.sessions.list({ ...page, state: 'live' }), { after: cursor, limit: 7 });
      ids.push(...found.map((record) => record.id));
      cursor = found.at(-1)?.position ?? cursor;
      await nextTurn();
    }
    return ids;
  },

  /** Writes without end: new sessions with messages, more messages, deletions. Reports each record that was acknowledged. */
  async writeWithoutEnd({ store, report }: JobContext, { ids }: { ids: readonly string[] }) {
    await inParallel(4, ids, async (id) => {
      let record = newSession({ id, lastSeq: 3 });
      const save = async (next: SessionRecord, previous: SessionRecord | undefined, count: number) => {
        const append = newMessages(count, previous?.lastSeq ?? 0);
        const result = await store.sessions.commit({ previous, next, append, replace: [] });
        if (result.status !== 'committed') throw new Error(`Nobody else writes to ${id}, but: ${result.status}`);
        record = result.record;
        report(record);
      };
      await save(record, undefined, 3);
      await save(nextOf(record, { lastSeq: 8 }), record, 5);
      const deletedAt = Date.now();
      const hidden = { hiddenThrough: 8, restoreHiddenThrough: 0, purgeableSince: deletedAt };
      await save(nextOf(record, { state: 'deleted', deletedAt, ...hidden }), record, 0);
      const back = { state: 'live', deletedAt: null, restoreHiddenThrough: null, lastSeq: 10 } as const;
      await save(nextOf(record, back), record, 2);
    });
  },
};

async function unlessRefused<T>(answer: Promise<T>): Promise<T | RefusalCode> {
  try {
    return await answer;
  } catch (error) {
    if (RefusalError.isInstance(error)) return error.code;
    throw error;
  }
}

/** Runs `task` for each item, `count` at a time, and answers in the order of the items. */
async function inParallel<Item, Result>(
  count: number,
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const takeTurns = async () => {
    for (const [index, item] of waiting) results[index] = await task(item);
  };
  await Promise.all(range(1, count).map(takeTurns));
  return results;
}
