import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findRedisServer } from './find-redis-server.js';
import './provided-context.js';
import { startRedis } from './start-redis.js';
import { startRedisCluster } from './start-redis-cluster.js';

const WARNING = `
********************************************************************************
NOT TESTED: the Redis store, and everything else that needs a real Redis.
redis-server 7 or newer, with redis-cli, is not on PATH. Install it, for example
with: apt-get install redis-server
********************************************************************************
`;

/** One Redis and one cluster for the whole run, if one of its packages asks for real services. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const isNeeded = project.vitest.projects.some(({ config }) => usesServices(config.root));
  if (!isNeeded || !findRedisServer()) {
    if (isNeeded) console.error(WARNING);
    project.provide('redisUrl', undefined);
    project.provide('clusterUrl', undefined);
    return undefined;
  }
  const [redis, cluster] = await Promise.all([
    startRedis({ appendOnly: 'everysec' }),
    startRedisCluster({ appendOnly: 'everysec' }),
  ]);
  project.provide('redisUrl', redis.url);
  project.provide('clusterUrl', cluster.url);
  return async () => {
    await Promise.all([redis.stop(), cluster.stop()]);
  };
}

function usesServices(folder: string): boolean {
  const { name, dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return name === '@scrollback/services' || '@scrollback/services' in { ...dependencies, ...devDependencies };
}
