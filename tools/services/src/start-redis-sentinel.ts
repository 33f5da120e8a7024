import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askRedis } from './ask-redis.js';
import { eventually } from './eventually.js';
import { type RedisServer, startRedis, startServer } from './start-redis.js';

export interface StartRedisSentinelOptions {
  /** Of the nodes, not of the Sentinels. */
  appendOnly?: 'always' | 'everysec' | false;
  /** What every node gets in addition. */
  extraArgs?: readonly string[];
  /** How long the master has to be silent before it counts as away. Default 1,000. */
  downAfterMs?: number;
}

export interface RedisSentinel {
  /** `redis-sentinel://host:port,host:port,host:port/name` */
  readonly url: string;
  /** What the Sentinels call the master. */
  readonly name: string;
  /** The master of the beginning, and its replica. */
  readonly nodes: readonly [RedisServer, RedisServer];
  readonly sentinels: readonly RedisServer[];
  /** The one that all Sentinels that answer take for the master; `undefined` when they do not agree. */
  master(): Promise<RedisServer | undefined>;
  /** Resolves when the other node follows that master, and the Sentinels know. */
  untilReplicaFollows(): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'the-master';
const SENTINELS = 3;
const QUORUM = 2;

/** A master, a replica and three Sentinels that know each other and both of them. */
export async function startRedisSentinel(options: StartRedisSentinelOptions = {}): Promise<RedisSentinel> {
  const started: RedisServer[] = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
  const keep = async (starting: Promise<RedisServer>) => {
    const server = await starting;
    started.push(server);
    return server;
  };
  const startNode = (...args: string[]) =>
    keep(
      startRedis({
        appendOnly: options.appendOnly ?? false,
        extraArgs: [...['--repl-diskless-sync-delay', '0'], ...(options.extraArgs ?? []), ...args],
      }),
    );

  try {
    const first = await startNode();
    const nodes = [first, await startNode('--replicaof', first.host, String(first.port))] as const;
    await eventually(() => isFollowing(nodes[1]), { timeoutMs: 20_000, what: 'the replica follows its master' });
    const sentinels = await Promise.all(
      Array.from({ length: SENTINELS }, () => keep(startSentinel(first, options.downAfterMs ?? 1_000))),
    );
    for (const { port } of sentinels) {
      await eventually(() => isComplete(port), { timeoutMs: 20_000, what: `the Sentinel on port ${port} knows all` });
    }

    async function master(): Promise<RedisServer | undefined> {
      const answers = await Promise.allSettled(sentinels.map(({ port }) => masterPortOf(port)));
      const ports = new Set(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])));
      return ports.size === 1 ? nodes.find(({ port }) => ports.has(port)) : undefined;
    }

    return {
      url: `redis-sentinel://${sentinels.map(({ host, port }) => `${host}:${port}`).join(',')}/${NAME}`,
      name: NAME,
      nodes,
      sentinels,
      master,
      async untilReplicaFollows() {
        const follows = async () => {
          const current = await master();
          const replica = nodes.find((node) => node !== current);
          if (current === undefined || replica === undefined || !(await isFollowing(replica))) return false;
          return (await Promise.all(sentinels.map(({ port }) => isComplete(port)))).every(Boolean);
        };
        await eventually(follows, { timeoutMs: 40_000, what: 'the other node follows the master' });
      },
      stop,
    };
  } catch (cause) {
    const logs = started.map((server) => server.output()).join('\n---\n');
    await stop();
    throw new Error(`the Sentinels did not start: ${(cause as Error).message}\n${logs}`, { cause });
  }
}

/** A Sentinel writes what it learns into the file that it was started with, and reads it when it is started again. */
function startSentinel(master: RedisServer, downAfterMs: number): Promise<RedisServer> {
  return startServer({
    purpose: 'sentinel',
    readyPattern: /Sentinel ID is/,
    // A tenth of what is usual, for what follows a failover; an old master is still not demoted for four of the second.
    commands: [['SENTINEL', 'DEBUG', 'info-period', '1000', 'publish-period', '500']],
    async toArgs(port, dir) {
      const file = join(dir, `sentinel-${port}.conf`);
      const lines = [
        `port ${port}`,
        'bind 127.0.0.1',
        `dir ${dir}`,
        `sentinel monitor ${NAME} ${master.host} ${master.port} ${QUORUM}`,
        `sentinel down-after-milliseconds ${NAME} ${downAfterMs}`,
        `sentinel failover-timeout ${NAME} 5000`,
      ];
      if (!existsSync(file)) await writeFile(file, `${lines.join('\n')}\n`);
      return [file, '--sentinel'];
    },
  });
}

async function isFollowing({ port }: RedisServer): Promise<boolean> {
  return (await askRedis(port, ['INFO', 'replication'])).includes('master_link_status:up');
}

/** Whether a Sentinel could carry out a failover now. */
async function isComplete(port: number): Promise<boolean> {
  const quorum = await askRedis(port, ['SENTINEL', 'CKQUORUM', NAME]);
  const others = await askRedis(port, ['SENTINEL', 'SENTINELS', NAME]);
  const replicas = await askRedis(port, ['SENTINEL', 'REPLICAS', NAME]);
  return (
    quorum.startsWith(`+OK ${SENTINELS} usable`) &&
    others.startsWith(`*${SENTINELS - 1}\r\n`) &&
    replicas.startsWith('*1\r\n') &&
    replicas.includes('\r\nmaster-link-status\r\n$2\r\nok\r\n')
  );
}

async function masterPortOf(port: number): Promise<number> {
  const answer = await askRedis(port, ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME]);
  return Number(answer.split('\r\n')[4]);
}
