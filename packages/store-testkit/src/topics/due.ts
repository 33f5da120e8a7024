import type { SessionRecord } from '@scrollback/store';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { change, create, newMessages, range } from '../harness/sessions.js';

/**
 * `due` begins with what has waited longest in the whole store, so these sessions have waited since shortly after 1970,
 * since before anything that others left, and are purged after each test.
 */
export function dueTopic({ store }: Handles): void {
  const created: SessionRecord[] = [];
  const waitingSince = async (purgeableSince: number | null, fields: Partial<SessionRecord> = {}) => {
    const record = await create(
      store,
      { purgeableSince, ...fields },
      fields.lastSeq ? newMessages(fields.lastSeq) : [],
    );
    created.push(record);
    return record;
  };
  const due = (before: number, limit = 1_000) => store.sessions.due({ before, limit });
  const inTrash = { state: 'deleted', deletedAt: 1, restoreHiddenThrough: 0 } as const;

  const purgeAll = (records: readonly SessionRecord[]) =>
    Promise.all(records.map(({ id, uuid }) => store.sessions.purge({ id, uuid })));

  // What a run left that was killed before it could tidy up.
  beforeAll(async () => void (await purgeAll(await due(100_000))));
  afterEach(async () => void (await purgeAll(created.splice(0))));

  test('returns what has waited since before the time given, the longest wait first', async () => {
    const waiting: SessionRecord[] = [];
    for (const since of [50, 20, 40, 10, 30]) waiting.push(await waitingSince(since));
    const [at50, at20, at40, at10, at30] = waiting;
    expect(await due(41)).toEqual([at10, at20, at30, at40]);
    expect(await due(40)).toEqual([at10, at20, at30]);
    expect(await due(10)).toEqual([]);
    expect(await due(1_000)).toEqual([at10, at20, at30, at40, at50]);
  });

  test('orders by time, not by text', async () => {
    const waiting: SessionRecord[] = [];
    for (const since of [1_000, 9, 200, 10_000, 99]) waiting.push(await waitingSince(since));
    const [at1000, at9, at200, at10000, at99] = waiting;
    expect(await due(20_000)).toEqual([at9, at99, at200, at1000, at10000]);
  });

  test('returns at most as many as wanted, the longest wait first', async () => {
    const waiting: SessionRecord[] = [];
    for (const since of [50, 20, 40, 10, 30]) waiting.push(await waitingSince(since));
    expect(await due(1_000, 2)).toEqual([waiting[3], waiting[1]]);
    expect(await due(1_000, 1)).toEqual([waiting[3]]);
    expect(await due(1_000, 4)).toEqual([waiting[3], waiting[1], waiting[4], waiting[2]]);
  });

  test('returns live sessions and those in the trash alike', async () => {
    const live = await waitingSince(10, { lastSeq: 3, hiddenThrough: 2 });
    const deleted = await waitingSince(20, inTrash);
    expect(await due(100)).toEqual([live, deleted]);
  });

  test('returns none that waits for nothing', async () => {
    await waitingSince(null);
    await waitingSince(null, inTrash);
    expect(await due(100)).toEqual([]);
  });

  test('follows the record when it waits since another time, or no longer', async () => {
    const first = await waitingSince(10);
    const second = await waitingSince(20);
    const later = await change(store, first, { purgeableSince: 30 });
    expect(await due(100)).toEqual([second, later]);
    expect(await due(25)).toEqual([second]);
    await change(store, second, { purgeableSince: null });
    expect(await due(100)).toEqual([later]);
    const other = await change(store, later, { metadata: '{}' });
    expect(await due(100)).toEqual([other]);
  });

  test('returns none that was purged', async () => {
    const { id, uuid } = await waitingSince(10, inTrash);
    const staying = await waitingSince(20);
    await store.sessions.purge({ id, uuid });
    expect(await due(100)).toEqual([staying]);
    await create(store, { id });
    expect(await due(100)).toEqual([staying]);
  });

  test('finds sessions wherever they are kept', async () => {
    const waiting = await Promise.all(range(1, 80).map((n) => waitingSince(n)));
    const ids = waiting.map(({ id }) => id);
    expect((await due(1_000)).map(({ id }) => id)).toEqual(ids);
    expect((await due(1_000, 33)).map(({ id }) => id)).toEqual(ids.slice(0, 33));
  });
}
