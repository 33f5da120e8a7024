import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { askRedis } from './ask-redis.js';
import { type ClusterRoles, createClusterRoles } from './cluster-roles.js';
import { eventually } from './eventually.js';
import { requireRedisServer } from './find-redis-server.js';
import { type RedisServer, startRedis } from './start-redis.js';

export interface StartRedisClusterOptions {
  /** Masters; Redis wants at least three. */
  nodes?: number;
  replicasPerNode?: number;
  appendOnly?: 'always' | 'everysec' | false;
  /** After which a silent node is taken for dead. Default 3,000. */
  nodeTimeoutMs?: number;
  extraArgs?: readonly string[];
}

export interface RedisCluster extends ClusterRoles {
  /** `redis-cluster://host:port,host:port,…` */
  readonly url: string;
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

/** A real cluster in which every node has seen that all slots are served. */
export async function startRedisCluster(options: StartRedisClusterOptions = {}): Promise<RedisCluster> {
  const replicasPerNode = options.replicasPerNode ?? 0;
  const masters = options.nodes ?? 3;
  const replicas = masters * replicasPerNode;
  const started = await Promise.allSettled(Array.from({ length: masters + replicas }, () => startNode(options)));
  const nodes = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };

  try {
    for (const result of started) if (result.status === 'rejected') throw result.reason;
    const addresses = nodes.map(({ host, port }) => `${host}:${port}`);
    await promisify(execFile)(requireRedisServer().cli, [
      '--cluster',
      'create',
      ...addresses,
      '--cluster-replicas',
      String(replicasPerNode),
      '--cluster-yes',
    ]);
    await Promise.all(nodes.map((node) => isComplete(node, masters, replicas)));
    return { url: `redis-cluster://${addresses.join(',')}`, nodes, stop, ...createClusterRoles(nodes) };
  } catch (cause) {
    const logs = nodes.map((node) => node.output()).join('\n---\n');
    await stop();
    throw new Error(`the Redis cluster did not start: ${(cause as Error).message}\n${logs}`, { cause });
  }
}

function startNode({
  appendOnly,
  nodeTimeoutMs = 3_000,
  extraArgs = [],
}: StartRedisClusterOptions): Promise<RedisServer> {
  return startRedis({
    appendOnly: appendOnly ?? false,
    extraArgs: ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(nodeTimeoutMs), ...extraArgs],
  });
}

function isComplete(node: RedisServer, masters: number, replicas: number): Promise<void> {
  const seen = async () => {
    const info = await askRedis(node.port, ['CLUSTER', 'INFO']);
    const members = await askRedis(node.port, ['CLUSTER', 'NODES']);
    return (
      info.includes('cluster_state:ok') &&
      count(members, /[ ,]master /g) === masters &&
      count(members, /[ ,]slave /g) === replicas
    );
  };
  return eventually(seen, { timeoutMs: 30_000, what: `the cluster is complete for the node on port ${node.port}` });
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
