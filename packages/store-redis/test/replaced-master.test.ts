import { describeWithRedis } from '@scrollback/services/vitest';
import { expect, test } from 'vitest';
import { allKeys } from './harness/expect-in-order.js';
import { listChanges } from './harness/list-changes.js';
import { useResources } from './harness/open.js';
import { useOwnRedis } from './harness/own-redis.js';
import { openPair, pauseAt } from './harness/victim.js';

/** A change of a list begins on one master, and goes on on another, which has not heard of all of it. */
describeWithRedis('a change of a list while the master is replaced', () => {
  const own = useOwnRedis();

  /** Resolves with what makes Redis a master that has heard of nothing since. */
  async function remember(prefix: string): Promise<() => Promise<void>> {
    const dumps = new Map<string, Buffer>();
    for (const key of await allKeys(own.client, `${prefix}:*`))
      dumps.set(key, (await own.client.dumpBuffer(key)) as Buffer);
    return async () => {
      const transaction = own.client.multi();
      for (const key of await allKeys(own.client, `${prefix}:*`)) transaction.del(key);
      for (const [key, dump] of dumps) transaction.restore(key, 0, dump);
      await transaction.exec();
    };
  }

  for (const change of listChanges) {
    test(`leaves nothing of a commit that the new one does not have (${change.name})`, async () => {
      const { prefix, proxy, victim, other, inOrder } = await openPair(own.server.url, own.client, useResources());
      const scene = await change.prepare(other);
      await inOrder();
      const goBack = await remember(prefix);
      const paused = await pauseAt(proxy, { script: 'placeSession' }, () => change.make(victim, scene));
      await goBack();
      await expect(paused.goOn()).rejects.toMatchObject({ code: 'store_outcome_unknown' });
      await victim.close();
      expect(await other.sessions.find(scene.id)).toEqual(scene.record);
      expect(await other.sessions.count({ state: scene.record?.state ?? 'live' })).toBe(scene.record ? 1 : 0);
      await inOrder();
    });

    test(`is placed again if the new one has the commit and not the place (${change.name})`, async () => {
      const { prefix, proxy, victim, other, inOrder } = await openPair(own.server.url, own.client, useResources());
      const scene = await change.prepare(other);
      await inOrder();
      const placing = await pauseAt(proxy, { script: 'placeSession' }, () => change.make(victim, scene));
      const goBack = await remember(prefix);
      const settling = await pauseAt(proxy, { script: 'settleSession' }, async () => proxy.release());
      await goBack();
      await settling.goOn();
      expect(await placing.goOn()).toMatch(/^(?:committed|purged)$/);
      await victim.close();
      await inOrder();
    });
  }
});
