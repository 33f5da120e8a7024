import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { corkWrites } from './cork-writes.js';

/**
 * A client for a URL, not connected yet.
 *
 * It never sends anything a second time by itself, and never keeps a command for later that its caller has given up:
 * with ioredis' defaults, both happen when a connection drops.
 */
export function createClient(url: string): Redis | Cluster {
  const { protocol, nodes, username, password, db } = parseUrl(url);
  const options: ClientOptions = {
    ...commonOptions,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(protocol.startsWith('rediss') ? { tls: {} } : {}),
  };
  const [first] = nodes;
  if (!protocol.endsWith('-cluster')) {
    return corked(new Redis({ ...options, ...first, db, lazyConnect: true, retryStrategy: toRetryDelay }));
  }
  const cluster = new Cluster([...nodes], {
    redisOptions: options,
    lazyConnect: true,
    scaleReads: 'master',
    maxRedirections: 8,
    slotsRefreshTimeout: 2_000,
    // A change of masters is noticed even if nobody is sent to the wrong one.
    slotsRefreshInterval: 5_000,
    // A command whose connection was lost is not sent again: that is for those to decide who know what it was.
    retryDelayOnFailover: 0,
    clusterRetryStrategy: toRetryDelay,
    // Nodes behind TLS are known by their names.
    ...(options.tls === undefined ? {} : { dnsLookup: (address, callback) => callback(null, address) }),
  });
  return cluster.on('+node', corked);
}

/** Each of its connections. */
function corked(client: Redis): Redis {
  return client.on('connect', () => corkWrites(client.stream));
}

/** `replyMapping` is a type parameter of the clients, too. */
type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

const commonOptions: ClientOptions = {
  protocol: 2,
  connectTimeout: 2_000,
  // A little less than the time that a whole call may take.
  commandTimeout: 2_300,
  // What brings a connection back that is open and dead.
  socketTimeout: 5_000,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  enableReadyCheck: true,
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

function toRetryDelay(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt - 1, 10), 1_000) + Math.floor(Math.random() * 50);
}

interface ParsedUrl {
  readonly protocol: string;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly db: number;
}

const urlPattern = /^(rediss?(?:-cluster)?):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/(\d*))?$/;

export function parseUrl(url: string): ParsedUrl {
  const [, protocol = '', credentials, hosts = '', db = ''] = urlPattern.exec(url) ?? [];
  const isCluster = protocol.endsWith('-cluster');
  const nodes = hosts.split(',').map(parseNode);
  if (nodes.includes(undefined) || (!isCluster && nodes.length !== 1)) {
    // The URL may hold a password: it is not repeated.
    throw new TypeError(
      'not a URL of a Redis: redis://[user:password@]host[:port][/db] or redis-cluster://host:port,…',
    );
  }
  if (isCluster && db !== '' && db !== '0') throw new TypeError('a Redis Cluster has no databases but 0');
  const [username = '', ...password] = credentials?.split(':') ?? [];
  return {
    protocol,
    nodes: nodes as ParsedUrl['nodes'],
    username: username === '' ? undefined : decodeURIComponent(username),
    password: password.length === 0 ? undefined : decodeURIComponent(password.join(':')),
    db: Number(db),
  };
}

function parseNode(text: string): ParsedUrl['nodes'][number] | undefined {
  const [, bracketed, name, port = '6379'] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}
