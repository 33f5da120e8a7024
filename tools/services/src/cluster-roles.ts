import { askRedis } from './ask-redis.js';
import { eventually } from './eventually.js';
import type { RedisServer } from './start-redis.js';

interface Member {
  readonly id: string;
  readonly port: number;
  readonly flags: readonly string[];
  /** The id of its master, or `-`. */
  readonly master: string;
  readonly slots: readonly (readonly [first: number, last: number])[];
}

/** Who serves what in a cluster now, as a node sees it that answers. */
export interface ClusterRoles {
  /** The master that serves the slot of a key. */
  masterOf(key: string): Promise<RedisServer>;
  /** Waits until one is known: a master that was replaced says so a moment later. */
  replicaOf(master: RedisServer): Promise<RedisServer>;
  /** Resolves when every node that runs has what its master had when this was called, or is a master of slots. */
  replicasFollow(): Promise<void>;
  /** Keeps a replica from hearing of what its master does from now on. It can still be promoted. */
  cut(replica: RedisServer): Promise<void>;
}

export function createClusterRoles(nodes: readonly RedisServer[]): ClusterRoles {
  const nodeOf = ({ port }: Member): RedisServer => nodes.find((node) => node.port === port) as RedisServer;

  async function ask(command: readonly string[]): Promise<string> {
    let cause: unknown;
    for (const { port } of nodes) {
      try {
        return await askRedis(port, command);
      } catch (error) {
        cause = error;
      }
    }
    throw new Error('no node of the cluster answers', { cause });
  }

  async function members(): Promise<Member[]> {
    // What nodes think of one another comes late, and on a busy machine they take a slow one for dead.
    const ports = new Set((await running()).map(({ port }) => port));
    return toMembers(await ask(['CLUSTER', 'NODES'])).filter(({ port }) => ports.has(port));
  }

  async function replicationFields({ port }: { readonly port: number }): Promise<ReadonlyMap<string, string>> {
    const info = await askRedis(port, ['INFO', 'replication']);
    return new Map(info.split('\r\n').map((line) => line.split(':') as [string, string]));
  }

  async function running(): Promise<RedisServer[]> {
    const answers = await Promise.allSettled(nodes.map(({ port }) => askRedis(port, ['PING'])));
    return nodes.filter((_, index) => answers[index]?.status === 'fulfilled');
  }

  /** What a node says that it serves. */
  async function slotsOf({ port }: RedisServer): Promise<Member['slots']> {
    const all = toMembers(await askRedis(port, ['CLUSTER', 'NODES']));
    return all.find(({ flags }) => flags.includes('myself'))?.slots ?? [];
  }

  async function findReplica(port: number): Promise<Member | undefined> {
    const all = await members();
    const master = all.find((member) => member.port === port);
    return all.find((member) => member.master === master?.id);
  }

  return {
    async masterOf(key) {
      const slot = Number((await ask(['CLUSTER', 'KEYSLOT', key])).slice(1));
      const found = (await members()).find(({ slots }) => slots.some(([first, last]) => first <= slot && slot <= last));
      if (found === undefined) throw new Error(`no node serves the slot of ${key}`);
      return nodeOf(found);
    },
    async replicaOf({ port }) {
      let found: Member | undefined;
      const isKnown = async () => {
        found = await findReplica(port);
        return found !== undefined;
      };
      await eventually(isKnown, { timeoutMs: 15_000, what: `the node on port ${port} has a replica` });
      return nodeOf(found as Member);
    },
    async replicasFollow() {
      const nodes = await running();
      const offsets = new Map<number, number>();
      for (const { port } of nodes) {
        offsets.set(port, Number((await replicationFields({ port })).get('master_repl_offset')));
      }
      for (const node of nodes) {
        const follows = async () => {
          const fields = await replicationFields(node);
          if (fields.get('role') === 'master') return (await slotsOf(node)).length > 0;
          const offset = offsets.get(Number(fields.get('master_port'))) ?? Number.POSITIVE_INFINITY;
          return fields.get('master_link_status') === 'up' && Number(fields.get('slave_repl_offset')) >= offset;
        };
        await eventually(follows, { timeoutMs: 20_000, what: `the node on port ${node.port} follows its master` });
      }
    },
    async cut(replica) {
      // From the next connection on it gives a name that its master does not know.
      await askRedis(replica.port, ['CONFIG', 'SET', 'masteruser', 'nobody', 'masterauth', 'wrong']);
      await askRedis(replica.port, ['CLIENT', 'KILL', 'TYPE', 'master']);
      const isCut = async () => (await replicationFields(replica)).get('master_link_status') === 'down';
      await eventually(isCut, { timeoutMs: 5_000, what: 'the replica is cut off' });
    },
  };
}

function toMembers(reply: string): Member[] {
  return reply
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter((fields) => fields.length >= 8)
    .map(([id = '', address = '', flags = '', master = '', , , , , ...slots]) => ({
      id,
      port: Number(/:(\d+)/.exec(address)?.[1]),
      flags: flags.split(','),
      master,
      // Slots on their way to another node are in brackets.
      slots: slots.filter((range) => /^\d/.test(range)).map(toRange),
    }));
}

function toRange(text: string): [number, number] {
  const [first = '', last = first] = text.split('-');
  return [Number(first), Number(last)];
}
