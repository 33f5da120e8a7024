import { eventually, type RedisCluster, startRedisCluster } from '@scrollback/services';
import { describeWithCluster } from '@scrollback/services/vitest';
import type { Store, StoreError } from '@scrollback/store';
import { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectInOrder } from './harness/expect-in-order.js';
import { newPrefix, useResources } from './harness/open.js';
import { change, create, createUser, eraseUser, newMessages, toRestored, toTrash } from './harness/records.js';

/** A cluster of its own, because its nodes die here. */
describeWithCluster('a store on a cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({ replicasPerNode: 1, appendOnly: 'everysec' });
    await cluster.replicasFollow();
  }, 60_000);
  afterAll(() => cluster.stop());

  function connect(): Cluster {
    const client = new Cluster(cluster.nodes.map(({ host, port }) => ({ host, port })));
    onTestFinished(() => client.disconnect());
    return client;
  }

  /** Asks until it works; every failure on the way is one of the expected, and comes in time. */
  async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
    const giveUpAt = Date.now() + 30_000;
    for (;;) {
      const beganAt = Date.now();
      try {
        return await work();
      } catch (error) {
        expect(['store_unavailable', 'store_outcome_unknown']).toContain((error as StoreError).code);
        expect(Date.now() - beganAt).toBeLessThan(2_900);
        if (Date.now() > giveUpAt) throw error;
      }
    }
  }

  const useEverything = async (store: Store) => {
    const user = await createUser(store);
    const ids = Array.from({ length: 30 }, (_, index) => index);
    await Promise.all(
      ids.map(async (index) => {
        const owner = index % 2 === 0 ? { id: user.id, uuid: user.uuid } : null;
        const record = await create(store, { user: owner }, newMessages(3));
        const trashed = await change(store, record, toTrash(record));
        if (index % 3 === 0) await change(store, trashed, toRestored(trashed), { append: newMessages(1, 3) });
        if (index % 5 === 0) await store.sessions.purge({ id: record.id, uuid: record.uuid });
      }),
    );
    await eraseUser(store, user);
  };

  test('puts everything in order on all nodes', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url: cluster.url, prefix });
    await useEverything(store);
    await store.close();
    await expectInOrder(connect(), prefix);
  });

  test('works again by itself when masters were replaced, one after the other', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url: cluster.url, prefix, repairAfterMs: 0, repairEveryMs: 500 });
    await useEverything(store);
    const records = await Promise.all(Array.from({ length: 30 }, () => create(store, {}, newMessages(1))));
    // The masters of the beginning: the first three nodes.
    for (const node of cluster.nodes.slice(0, 2)) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await node.kill('SIGKILL');
      await Promise.all(records.map(({ id }) => untilItWorks(() => store.sessions.find(id))));
      await untilItWorks(() => createUser(store));
      await untilItWorks(() => store.sessions.list({ state: 'live', limit: 100, order: 'asc' }));
      await node.restart();
      await cluster.replicasFollow();
    }
    await untilItWorks(() => useEverything(store));
    // What a new master had not heard of is gone, and what is left is in order: who reads the lists sees to it.
    const client = connect();
    const isInOrder = async () => {
      for (const state of ['live', 'deleted'] as const) {
        await store.sessions.list({ state, limit: 1_000, order: 'asc' });
      }
      await expectInOrder(client, prefix);
      return true;
    };
    await eventually(isInOrder, { timeoutMs: 20_000, what: 'in order' }).catch(isInOrder);
  }, 120_000);

  test('works again by itself when all nodes were away', async () => {
    const store = useResources().open({ url: cluster.url, prefix: newPrefix() });
    const record = await create(store, {}, newMessages(2));
    // What is appended to the file is on its way to the disk for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await Promise.all(cluster.nodes.map((node) => node.kill('SIGKILL')));
    const beganAt = Date.now();
    await expect(change(store, record)).rejects.toMatchObject({ code: expect.stringMatching('unavailable|unknown') });
    expect(Date.now() - beganAt).toBeLessThan(2_900);
    await Promise.all(cluster.nodes.map((node) => node.restart()));
    expect((await untilItWorks(() => store.sessions.find(record.id)))?.uuid).toBe(record.uuid);
    await untilItWorks(() => create(store));
  }, 120_000);
});
