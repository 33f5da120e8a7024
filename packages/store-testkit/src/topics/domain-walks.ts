import type { Batches } from '@scrollback/core';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId } from '../harness/ids.js';
import { useServices } from '../harness/services.js';
import { range } from '../harness/sessions.js';

/** Exactly two pages of a walk. */
const SESSION_COUNT = 1_000;
/** More than two batches of one. */
const MESSAGE_COUNT = 2_503;

async function collect<Item>(batches: Batches<Item>): Promise<Item[]> {
  const items: Item[] = [];
  let count = 0;
  for await (const batch of batches) {
    // Whoever writes them one after the other relies on it.
    if (count > 0) expect(batch).not.toHaveLength(0);
    items.push(...batch);
    count += 1;
  }
  return items;
}

export function domainWalksTopic(handles: Handles): void {
  const { sessions, messages, users } = useServices(handles);

  const seqs = async (walk: ReturnType<typeof messages.walkSlice>) =>
    (await collect((await walk)?.batches ?? [])).map(({ seq }) => seq);

  async function fill(id: string, count: number, contentLength = 1): Promise<void> {
    for (let start = 0; start < count; start += 500) {
      const size = Math.min(500, count - start);
      const content = 'x'.repeat(contentLength);
      await messages.append(id, { messages: range(1, size).map(() => ({ role: 'user', content })) });
    }
  }

  test('a walk through sessions gives each once, by position, behind a position and up to a limit', async () => {
    const user = await users.create({ id: newId('user') });
    const ids = range(1, SESSION_COUNT).map(() => newId());
    const created = await Promise.all(ids.map((id) => sessions.create({ id, userId: user.id })));
    const expected = created.toSorted((left, right) => left.position - right.position).map(({ id }) => id);
    const walk = async (input: { after?: number; limit?: number }) =>
      (await collect(await sessions.walk({ userId: user.id, ...input }))).map(({ id }) => id);
    expect(await walk({})).toEqual(expected);
    for (const limit of [1, 499, 500, 501, 1_000, 1_001, SESSION_COUNT, 5_000]) {
      expect(await walk({ limit })).toEqual(expected.slice(0, limit));
    }
    const after = created.find(({ id }) => id === expected[499])?.position as number;
    expect(await walk({ after })).toEqual(expected.slice(500));
    expect(await walk({ after, limit: 2 })).toEqual(expected.slice(500, 502));
    expect(await collect(await sessions.walk({ userId: newId('nobody') }))).toEqual([]);
  });

  test('a walk through users gives each once, by position', async () => {
    const [first] = await collect(await users.walk({ limit: 1 }));
    const created = await Promise.all(range(1, 501).map(() => users.create({ id: newId('user') })));
    const walked = (await collect(await users.walk({}))).map(({ id }) => id);
    expect(walked.filter((id) => created.some((user) => user.id === id))).toHaveLength(created.length);
    expect(new Set(walked).size).toBe(walked.length);
    expect((await collect(await users.walk({ limit: 1 })))[0]?.id).toBe((first ?? created[0])?.id);
  });

  test('a walk through the newest messages gives as many as are asked for, oldest first', async () => {
    const id = newId();
    await fill(id, MESSAGE_COUNT);
    for (const last of [1, 12, 1_000, 1_001, 2_000, MESSAGE_COUNT, MESSAGE_COUNT + 1, Number.POSITIVE_INFINITY]) {
      const first = Math.max(1, MESSAGE_COUNT - last + 1);
      expect(await seqs(messages.walkNewest(id, last)), `last ${last}`).toEqual(range(first, MESSAGE_COUNT));
    }
  });

  test('a walk through a slice of the messages counts from the oldest that can be read', async () => {
    const id = newId();
    await fill(id, 7);
    await messages.clear(id);
    await fill(id, MESSAGE_COUNT);
    const all = range(8, MESSAGE_COUNT + 7);
    expect(await seqs(messages.walkSlice(id, {}))).toEqual(all);
    for (const [skip, limit] of [
      [0, 5],
      [5, 5],
      [3, 1_000],
      [999, 1_001],
      [2_500, 10],
      [2_503, 1],
      [9_999, 5],
    ] as const) {
      const name = `skip ${skip}, limit ${limit}`;
      expect(await seqs(messages.walkSlice(id, { skip, limit })), name).toEqual(all.slice(skip, skip + limit));
    }
    expect(await seqs(messages.walkSlice(id, { skip: 2 ** 52, limit: 2 ** 52 }))).toEqual([]);
  });

  test('a walk leaves out no message, however large they are', async () => {
    const id = newId();
    await fill(id, 30, 200_000);
    expect(await seqs(messages.walkNewest(id, 20))).toEqual(range(11, 30));
    expect(await seqs(messages.walkSlice(id, { skip: 2, limit: 25 }))).toEqual(range(3, 27));
  });

  test('a walk through messages finds nothing of a session that is unknown or in the trash', async () => {
    const id = newId();
    expect(await messages.walkNewest(id, 5)).toBeUndefined();
    await fill(id, 3);
    await sessions.delete(id);
    expect(await messages.walkNewest(id, 5)).toBeUndefined();
    expect(await messages.walkSlice(id, {})).toBeUndefined();
    expect(await messages.findWindow(id, 5)).toBeUndefined();
  });

  test('a walk ends when the messages are deleted meanwhile', async () => {
    const id = newId();
    await fill(id, MESSAGE_COUNT);
    const walk = await messages.walkSlice(id, {});
    const seen: number[] = [];
    for await (const batch of walk?.batches ?? []) {
      seen.push(...batch.map(({ seq }) => seq));
      await messages.clear(id);
    }
    expect(seen).toEqual(range(1, 1_000));
  });

  test('an id exists from its first write to its purge', async () => {
    const id = newId();
    expect([await sessions.exists(id), await users.exists(id)]).toEqual([false, false]);
    await messages.append(id, { messages: [] });
    await users.create({ id });
    expect([await sessions.exists(id), await users.exists(id)]).toEqual([true, true]);
    await sessions.delete(id);
    await users.erase(id);
    expect([await sessions.exists(id), await users.exists(id)]).toEqual([true, false]);
  });
}
