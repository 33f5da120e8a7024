import { eventually, type RedisCluster, type RedisServer, startRedisCluster } from '@scrollback/services';
import { describeWithCluster } from '@scrollback/services/vitest';
import type { SessionRecord, Store } from '@scrollback/store';
import { Cluster, Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeys } from '../src/keys.js';
import { watchMasters } from '../src/watch-masters.js';
import { expectInOrder } from './harness/expect-in-order.js';
import { newPrefix, type Resources, useResources } from './harness/open.js';
import { change, create, createUser, newMessages, toTrash } from './harness/records.js';
import { type Acknowledged, expectNoPositionTwice, startTraffic } from './harness/traffic.js';

// Real nodes die here, and their replicas have certainly not heard of the last that these had acknowledged, unless it is planned.
describeWithCluster('when a replica takes over', () => {
  let cluster: RedisCluster;
  let client: Cluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({
      replicasPerNode: 1,
      nodeTimeoutMs: 2_000,
      extraArgs: ['--cluster-replica-validity-factor', '0', '--cluster-require-full-coverage', 'no'],
    });
    client = new Cluster(cluster.nodes.map(({ host, port }) => ({ host, port })));
    await cluster.replicasFollow();
  }, 60_000);
  afterAll(async () => {
    client.disconnect();
    await cluster.stop();
  });

  /** Two stores on the same data, each with its own connections. No repair is due before the test is over. */
  function openTwo(resources: Resources, prefix: string): [Store, Store] {
    const options = { url: cluster.url, prefix, repairEveryMs: 600_000 };
    return [resources.open(options), resources.open(options)];
  }

  /** A client that nobody uses does not learn of new masters. */
  async function refresh(): Promise<void> {
    await new Promise((resolve) => client.refreshSlotsCache(resolve));
  }

  async function untilInOrder(prefix: string): Promise<void> {
    const compare = async () => {
      await refresh();
      await expectInOrder(client, prefix);
    };
    await eventually(() => compare().then(() => true), { timeoutMs: 15_000, what: 'in order' }).catch(compare);
  }

  /** What a writer left that gave up is finished by the repair that otherwise comes once a minute. */
  async function untilRepaired(resources: Resources, prefix: string): Promise<void> {
    resources.open({ url: cluster.url, prefix, repairEveryMs: 500, repairAfterMs: 0 });
    await untilInOrder(prefix);
  }

  const makeMany = <T>(count: number, make: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => make(index)));

  /** Which of the sessions have their records on another node than this one. */
  async function elsewhere<T extends { readonly id: string }>(
    prefix: string,
    records: readonly T[],
    node: RedisServer,
  ): Promise<T[]> {
    const keys = createKeys(prefix);
    const ports = new Map<string, number>();
    for (const { id } of records) {
      const { tag, moves } = keys.bucketOf(id);
      if (!ports.has(tag)) ports.set(tag, (await cluster.masterOf(moves)).port);
    }
    return records.filter(({ id }) => ports.get(keys.bucketOf(id).tag) !== node.port);
  }

  async function walk(store: Store, state: 'live' | 'deleted'): Promise<readonly SessionRecord[]> {
    return await store.sessions.list({ state, limit: 1_000_000, order: 'asc' });
  }

  test('as planned, the lists are compared with the records all the same, and positions skip', async () => {
    const prefix = newPrefix();
    const store = useResources().open({ url: cluster.url, prefix, repairEveryMs: 600_000 });
    const keys = createKeys(prefix);
    expect((await create(store)).position).toBe(1);
    await eventually(async () => (await client.get(keys.epoch)) !== null, { timeoutMs: 15_000, what: 'compared' });
    const compared = await client.get(keys.epoch);
    const replica = await cluster.replicaOf(await cluster.masterOf(keys.placed));
    let changeCount = 0;
    const endWatch = watchMasters(client, () => {
      changeCount += 1;
    });
    await refresh();
    await refresh();
    expect(changeCount).toBe(0);
    const admin = new Redis(replica.url);
    await admin.call('CLUSTER', 'FAILOVER');
    admin.disconnect();
    const isPromoted = async () => (await cluster.masterOf(keys.placed)) === replica;
    await eventually(isPromoted, { timeoutMs: 15_000, what: 'the replica is promoted' });
    await eventually(() => refresh().then(() => changeCount > 0), { timeoutMs: 15_000, what: 'the change is seen' });
    endWatch();
    const { position } = await create(store);
    expect(position).toBeGreaterThan(1_000_000);
    expect(position).toBeLessThan(2_100_000);
    const isCompared = async () => (await client.get(keys.epoch)) !== compared;
    await eventually(isCompared, { timeoutMs: 15_000, what: 'compared again' });
  }, 60_000);

  test('for the lists, they are put back from the records, and no position is given twice', async () => {
    const prefix = newPrefix();
    const resources = useResources();
    const [one, two] = openTwo(resources, prefix);
    const owner = await createUser(one);
    const known = await makeMany(30, () => create(one, { user: { id: owner.id, uuid: owner.uuid } }, newMessages(2)));
    await untilInOrder(prefix);
    await cluster.replicasFollow();
    const master = await cluster.masterOf(createKeys(prefix).placed);
    const replica = await cluster.replicaOf(master);
    await cluster.cut(replica);

    // The lists will not know of any of this.
    const lostUser = await createUser(two);
    const ofLostUser = { user: { id: lostUser.id, uuid: lostUser.uuid } };
    const made = await makeMany(30, () => create(two, {}, newMessages(2)));
    const owned = await makeMany(10, () => create(one, ofLostUser, newMessages(2)));
    const trashed = await Promise.all(
      [...known.slice(0, 10), ...made.slice(0, 10)].map((r) => change(two, r, toTrash(r))),
    );
    const purged = known.slice(10, 15);
    for (const { id, uuid } of purged) await two.sessions.purge({ id, uuid });
    await untilInOrder(prefix);
    const lost = [...made, ...owned, ...trashed];
    const kept = { made: [], owned: [], trashed: [], purged: [] } as Record<string, SessionRecord[]>;
    for (const [name, records] of Object.entries({ made: made.slice(10), owned, trashed, purged })) {
      kept[name] = await elsewhere(prefix, records, master);
      expect(kept[name]?.length, name).toBeGreaterThan(0);
    }

    const traffic = startTraffic([one, two]);
    await traffic.untilItWorks();
    const before = [...traffic.created];
    await master.kill('SIGKILL');
    await traffic.untilItWorks();
    await traffic.stop();
    expect(await cluster.masterOf(createKeys(prefix).placed)).toBe(replica);
    const positions: Acknowledged[] = [...known, ...lost, ...traffic.created];
    expectNoPositionTwice(positions);

    const uuids = (records: readonly Acknowledged[]) => records.map(({ uuid }) => uuid);
    const isRebuilt = async () => {
      const listed = new Set(uuids(await walk(one, 'live')));
      return uuids(kept.made ?? []).every((uuid) => listed.has(uuid));
    };
    await eventually(isRebuilt, { timeoutMs: 15_000, what: 'the lists are put back, without a repair that is due' });
    await untilRepaired(resources, prefix);
    const [live, deleted] = [await walk(one, 'live'), await walk(two, 'deleted')];
    expect(new Set(uuids([...live, ...deleted])).size).toBe(live.length + deleted.length);
    for (const record of kept.made ?? []) expect(live).toContainEqual(record);
    for (const { id, uuid, metadata, lastSeq } of kept.owned ?? []) {
      // Their user was lost.
      const left = { id, uuid, metadata, lastSeq, user: null };
      expect(await two.sessions.find(id)).toMatchObject(left);
      expect(live).toContainEqual(expect.objectContaining(left));
    }
    for (const record of kept.trashed ?? []) {
      expect(deleted).toContainEqual({ ...record, version: expect.any(Number) });
      expect(await one.sessions.find(record.id)).toMatchObject({ uuid: record.uuid, state: 'deleted' });
    }
    for (const { id } of kept.purged ?? []) expect(await one.sessions.find(id)).toBeUndefined();
    const listed = new Set(uuids(live));
    const rest = await elsewhere(prefix, before, replica);
    expect(uuids(rest).filter((uuid) => !listed.has(uuid))).toEqual([]);
    expect(rest.length).toBeGreaterThan(0);
    expect(await one.users.find(owner.id)).toEqual(owner);
    expect(await one.users.find(lostUser.id)).toBeUndefined();
    expectNoPositionTwice([...positions, ...live, ...deleted, await create(one)]);
  }, 60_000);

  test('for other sessions, these go on meanwhile, and what was lost is in no list', async () => {
    const prefix = newPrefix();
    const resources = useResources();
    const [one, two] = openTwo(resources, prefix);
    const known = await makeMany(60, () => create(one, {}, newMessages(2)));
    await untilInOrder(prefix);
    await cluster.replicasFollow();
    const lists = await cluster.masterOf(createKeys(prefix).placed);
    const [first] = await elsewhere(prefix, known, lists);
    const master = await cluster.masterOf(createKeys(prefix).bucketOf(first?.id ?? '').moves);
    const replica = await cluster.replicaOf(master);
    await cluster.cut(replica);

    const made = await makeMany(60, () => create(two, {}, newMessages(2)));
    const trashed = await Promise.all(known.slice(0, 30).map((record) => change(one, record, toTrash(record))));
    await untilInOrder(prefix);
    const unharmed = await elsewhere(prefix, [...trashed, ...known.slice(30), ...made], master);
    const traffic = startTraffic([one, two]);
    await traffic.untilItWorks();
    await master.kill('SIGKILL');
    for (const record of unharmed) expect(await two.sessions.find(record.id)).toEqual(record);
    const isPromoted = async () =>
      (await cluster.masterOf(createKeys(prefix).bucketOf(first?.id ?? '').moves)) === replica;
    await eventually(isPromoted, { timeoutMs: 15_000, what: 'the replica is promoted' });
    await traffic.untilItWorks();
    await traffic.stop();

    await untilRepaired(resources, prefix);
    const [live, deleted] = [await walk(one, 'live'), await walk(two, 'deleted')];
    const listed = new Map([...live, ...deleted].map((record) => [record.uuid, record]));
    expect(listed.size).toBe(live.length + deleted.length);
    for (const record of unharmed) expect(listed.get(record.uuid)).toEqual(record);
    const lost = made.filter(({ uuid }) => !listed.has(uuid));
    expect(lost.length).toBe(made.length - (await elsewhere(prefix, made, replica)).length);
    for (const { id } of lost) expect(await one.sessions.find(id)).toBeUndefined();
    expect(await one.sessions.count({ state: 'live' })).toBe(live.length);
    // Their deletion was lost.
    for (const { uuid } of known) expect(listed.has(uuid)).toBe(true);
    expectNoPositionTwice([...known, ...made, ...traffic.created, ...live, ...deleted]);
  }, 60_000);

  test('the lists are put back even if their node comes back with nothing, and no position is given twice', async () => {
    const prefix = newPrefix();
    const resources = useResources();
    const [one, two] = openTwo(resources, prefix);
    const known = await makeMany(60, (index) => create(index % 2 === 0 ? one : two, {}, newMessages(2)));
    const { position } = await createUser(one);
    await untilInOrder(prefix);
    // Its replica has taken over before, and nothing is on its disk.
    const master = await cluster.masterOf(createKeys(prefix).placed);
    const kept = await elsewhere(prefix, known, master);
    const traffic = startTraffic([one, two]);
    await master.kill('SIGKILL');
    await master.restart();
    await traffic.untilItWorks();
    await traffic.stop();

    await untilRepaired(resources, prefix);
    const live = await walk(one, 'live');
    expect(kept.length).toBeGreaterThan(0);
    for (const record of kept) expect(live).toContainEqual(record);
    expectNoPositionTwice([...known, ...traffic.created, ...live]);
    expect((await createUser(two)).position).toBeGreaterThan(position);
  }, 60_000);
});
