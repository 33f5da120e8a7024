import { eventually } from '@scrollback/services';
import { describeWithCluster } from '@scrollback/services/vitest';
import type { SessionRecord, Store } from '@scrollback/store';
import { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeys } from '../src/keys.js';
import { allKeys, expectInOrder } from './harness/expect-in-order.js';
import { newPrefix, useResources } from './harness/open.js';
import { change, create, createUser, newMessages, toTrash } from './harness/records.js';

/** Some sessions of all kinds. */
async function fill(store: Store): Promise<SessionRecord[]> {
  const { id, uuid } = await createUser(store);
  const making = Array.from({ length: 40 }, async (_, index) => {
    const record = await create(store, { user: index % 2 === 0 ? { id, uuid } : null }, newMessages(2));
    return index % 3 === 0 ? await change(store, record, toTrash(record)) : record;
  });
  return await Promise.all(making);
}

async function forgetLists(client: Cluster, prefix: string, names: RegExp): Promise<void> {
  const keys = (await allKeys(client, `${prefix}:{lists}:*`)).filter((key) => names.test(key.slice(prefix.length)));
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) await client.del(key);
}

async function untilInOrder(client: Cluster, prefix: string): Promise<void> {
  const compare = () => expectInOrder(client, prefix);
  await eventually(() => compare().then(() => true), { timeoutMs: 5_000, what: 'in order' }).catch(compare);
}

const page = { limit: 100, order: 'asc' } as const;

describeWithCluster('what was lost', (url) => {
  let client: Cluster;
  beforeAll(() => {
    const nodes = url.replace('redis-cluster://', '').split(',');
    client = new Cluster(nodes.map((node) => `redis://${node}`));
  });
  afterAll(() => client.disconnect());

  /** Keeps the keys of a session, and puts them back later: its node has lost what came between. */
  async function remember(prefix: string, { id }: SessionRecord): Promise<() => Promise<void>> {
    const bucket = createKeys(prefix).bucketOf(id);
    const keys = [bucket.session + id, bucket.messages + id, bucket.ids + id];
    const dumps = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
    return async () => {
      for (const [index, key] of keys.entries()) {
        await client.del(key);
        if (dumps[index]) await client.restore(key, 0, dumps[index]);
      }
      await client.zrem(bucket.due, id);
    };
  }

  test('in a failover of the node of the lists is put back, and positions are not given again', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const records = await fill(store);
    await store.close();
    // The replica that took over had not heard of the last places, nor of the positions that went with them.
    await forgetLists(client, prefix, /:(placed|user:.*:live)$/);
    await client.zremrangebyrank(`${prefix}:{lists}:live`, 5, -1);
    await client.set(`${prefix}:{lists}:position`, '3');
    await client.set(`${prefix}:{lists}:history`, 'another');
    await client.set(`${prefix}:{lists}:epoch`, 'another');
    const again = useResources().open({ url, prefix });
    await untilInOrder(client, prefix);
    const highest = Math.max(...records.map(({ position }) => position));
    expect((await create(again)).position).toBeGreaterThan(highest);
    for (const record of records) expect(await again.sessions.find(record.id)).toEqual(record);
    await untilInOrder(client, prefix);
  });

  test('in a failover of the node of the lists costs no new position its place, not even the first', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const [user, session] = [await createUser(store), await create(store)];
    expect([user.position, session.position]).toEqual([1, 1]);
    // No rebuild has begun, and no server has noticed anything.
    await client.set(`${prefix}:{lists}:history`, 'another');
    const [nextUser, nextSession] = [await createUser(store), await create(store)];
    expect(nextUser.position).toBeGreaterThan(1_000_000);
    expect(nextSession.position).toBeGreaterThan(1_000_000);
    // That was one step, and it is over.
    expect((await createUser(store)).position).toBe(nextUser.position + 1);
    expect((await create(store)).position).toBe(nextSession.position + 1);
  });

  test('with the node of the lists as a whole costs no new position its place either', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const records = await fill(store);
    await untilInOrder(client, prefix);
    await forgetLists(client, prefix, /./);
    const highest = Math.max(...records.map(({ position }) => position));
    // Many at once, before anything was put back.
    const made = await Promise.all(Array.from({ length: 40 }, () => create(store)));
    const positions = made.map(({ position }) => position).sort((left, right) => left - right);
    expect(positions[0]).toBeGreaterThan(highest + 1_000_000);
    expect(positions).toEqual(made.map((_, index) => (positions[0] as number) + index));
    expect((await createUser(store)).position).toBeGreaterThan(highest + 1_000_000);
  });

  test('of the position in a record is put back', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const record = await create(store);
    await untilInOrder(client, prefix);
    await store.close();
    // It was given one by a node that was lost, and then another.
    await client.hset(createKeys(prefix).bucketOf(record.id).session + record.id, 'position', '77');
    await client.set(`${prefix}:{lists}:epoch`, 'another');
    const again = useResources().open({ url, prefix });
    await untilInOrder(client, prefix);
    expect(await again.sessions.find(record.id)).toEqual(record);
  });

  test('with the lists as a whole is put back', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const records = await fill(store);
    await store.close();
    await forgetLists(client, prefix, /:(live|deleted|placed|gone|position|epoch)$/);
    const again = useResources().open({ url, prefix });
    await untilInOrder(client, prefix);
    for (const record of records) expect(await again.sessions.find(record.id)).toEqual(record);
  });

  test('of a bucket, after the lists had followed it, does not keep the session out of its list', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const record = await create(store, {}, newMessages(2));
    await untilInOrder(client, prefix);
    const putBack = await remember(prefix, record);
    await change(store, record, toTrash(record));
    await untilInOrder(client, prefix);
    await putBack();
    expect(await store.sessions.list({ state: 'deleted', ...page })).toEqual([]);
    await untilInOrder(client, prefix);
    const [listed] = await store.sessions.list({ state: 'live', ...page });
    expect({ ...listed, version: 1 }).toEqual(record);
    const trashed = await change(store, listed as SessionRecord, toTrash(record));
    expect(await store.sessions.list({ state: 'deleted', ...page })).toEqual([trashed]);
  });

  test('of a bucket does not bring back what was purged', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const record = await create(store, {}, newMessages(2));
    await untilInOrder(client, prefix);
    const putBack = await remember(prefix, record);
    await store.sessions.purge(record);
    await store.close();
    await putBack();
    await client.set(`${prefix}:{lists}:epoch`, 'another');
    const again = useResources().open({ url, prefix });
    await untilInOrder(client, prefix);
    expect(await again.sessions.find(record.id)).toBeUndefined();
  });

  test('of a bucket leaves no entry behind', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const [gone, kept] = [await create(store), await create(store)];
    await untilInOrder(client, prefix);
    await client.del(createKeys(prefix).bucketOf(gone.id).session + gone.id);
    expect(await store.sessions.list({ state: 'live', ...page, limit: 1 })).toEqual([kept]);
    await untilInOrder(client, prefix);
    expect(await store.sessions.count({ state: 'live' })).toBe(1);
  });
});
