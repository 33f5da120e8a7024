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
  replicaOf(master: RedisServer): Promise<RedisServer>;
  /** Resolves when every replica that runs has what its master had when this was called. */
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
    const found = toMembers(await ask(['CLUSTER', 'NODES']));
    return found.filter(({ flags }) => !flags.some((flag) => flag.startsWith('fail')));
  }

  async function replicationField({ port }: { readonly port: number }, name: string): Promise<string | undefined> {
    return new RegExp(`^${name}:(\\w+)`, 'm').exec(await askRedis(port, ['INFO', 'replication']))?.[1];
  }

  return {
    async masterOf(key) {
      const slot = Number((await ask(['CLUSTER', 'KEYSLOT', key])).slice(1));
      const found = (await members()).find(({ slots }) => slots.some(([first, last]) => first <= slot && slot <= last));
      if (found === undefined) throw new Error(`no node serves the slot of ${key}`);
      return nodeOf(found);
    },
    async replicaOf({ port }) {
      const all = await members();
      const master = all.find((member) => member.port === port);
      const found = all.find((member) => member.master === master?.id);
      if (found === undefined) throw new Error(`the node on port ${port} has no replica`);
      return nodeOf(found);
    },
    async replicasFollow() {
      const all = await members();
      for (const replica of all) {
        const master = all.find(({ id }) => id === replica.master);
        if (master === undefined) continue;
        const offset = Number(await replicationField(master, 'master_repl_offset'));
        const follows = async () =>
          (await replicationField(replica, 'master_link_status')) === 'up' &&
          Number(await replicationField(replica, 'slave_repl_offset')) >= offset;
        await eventually(follows, { timeoutMs: 20_000, what: 'replicas follow their masters' });
      }
    },
    async cut(replica) {
      // From the next connection on it gives a name that its master does not know.
      await askRedis(replica.port, ['CONFIG', 'SET', 'masteruser', 'nobody', 'masterauth', 'wrong']);
      await askRedis(replica.port, ['CLIENT', 'KILL', 'TYPE', 'master']);
      const isCut = async () => (await replicationField(replica, 'master_link_status')) === 'down';
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
