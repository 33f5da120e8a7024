import { Cluster } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { askRedis } from '../src/ask-redis.js';
import { describeWithCluster } from '../src/describe-with-redis.js';
import { eventually, startRedisCluster } from '../src/index.js';

describeWithCluster('startRedisCluster', (clusterUrl) => {
  it('serves every slot, spread over three nodes', async () => {
    const addresses = clusterUrl.replace('redis-cluster://', '').split(',');
    expect(addresses).toHaveLength(3);
    const cluster = new Cluster(addresses, { redisOptions: { protocol: 2 } });
    onTestFinished(() => void cluster.disconnect());
    const keys = Array.from({ length: 50 }, (_, index) => `start-redis-cluster:${index}`);
    for (const key of keys) await cluster.set(key, key);
    for (const key of keys) expect(await cluster.getdel(key)).toBe(key);
    expect(cluster.nodes('master')).toHaveLength(3);
  });

  it('gives every node its replica when asked', async () => {
    const cluster = await startRedisCluster({ replicasPerNode: 1 });
    onTestFinished(() => cluster.stop());
    expect(cluster.nodes).toHaveLength(6);
    const nodes = await askRedis(cluster.nodes[0]?.port ?? 0, ['CLUSTER', 'NODES']);
    expect(nodes.match(/[ ,]slave /g)).toHaveLength(3);
  });

  it('promotes the replica of a node that was killed, without what came after it was cut off', async () => {
    const args = ['--cluster-replica-validity-factor', '0'];
    const cluster = await startRedisCluster({ replicasPerNode: 1, nodeTimeoutMs: 1_000, extraArgs: args });
    onTestFinished(() => cluster.stop());
    const master = await cluster.masterOf('key');
    const replica = await cluster.replicaOf(master);
    expect(cluster.nodes).toContain(replica);
    await askRedis(master.port, ['SET', 'key', 'known to both']);
    await cluster.replicasFollow();
    await cluster.cut(replica);
    await askRedis(master.port, ['SET', 'key', 'lost']);
    await master.kill('SIGKILL');
    const isPromoted = async () => (await cluster.masterOf('key')) === replica;
    await eventually(isPromoted, { timeoutMs: 15_000, what: 'the replica is promoted' });
    expect(await askRedis(replica.port, ['GET', 'key'])).toContain('known to both');
  });
});
