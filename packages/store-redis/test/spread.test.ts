import { createHash } from 'node:crypto';
import { describeWithCluster } from '@scrollback/services/vitest';
import { Cluster } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { allKeys } from './harness/expect-in-order.js';
import { newPrefix, useResources } from './harness/open.js';
import { create, newMessages } from './harness/records.js';

const sessionCount = 1_000;

describeWithCluster('sessions with ids of all kinds', (url) => {
  const kinds: readonly [string, (index: number) => string][] = [
    ['numbers', (index) => `${index}`],
    ['hashes', (index) => createHash('sha256').update(`${index}`).digest('hex')],
    ['names with a number', (index) => `customer:${index}/chat`],
  ];

  test.each(kinds)('%s spread evenly over three nodes, with all they own', async (_, toId) => {
    const prefix = newPrefix();
    const store = useResources().open({ url, prefix });
    const ids = Array.from({ length: sessionCount }, (_, index) => toId(index));
    const creators = Array.from({ length: 32 }, async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await create(store, { id }, newMessages(1));
    });
    await Promise.all(creators);
    const client = new Cluster(
      url
        .replace('redis-cluster://', '')
        .split(',')
        .map((node) => `redis://${node}`),
    );
    onTestFinished(() => client.disconnect());
    await client.ping();
    const nodes = client.nodes('master');
    expect(nodes).toHaveLength(3);
    for (const node of nodes) {
      for (const kind of ['session', 'messages', 'ids']) {
        const share = (await allKeys(node, `${prefix}:{b*}:${kind}:*`)).length / sessionCount;
        expect(share, kind).toBeGreaterThan(0.28);
        expect(share, kind).toBeLessThan(0.39);
      }
    }
  });
});
