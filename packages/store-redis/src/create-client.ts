import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { corkWrites } from './cork-writes.js';
import { MasterConnector } from './master-connector.js';
import { parseUrl, type RedisNode, type SentinelDetails } from './parse-url.js';
import { toRetryDelay } from './retry-delay.js';

/**
 * A client for a URL, not connected yet.
 *
 * It never sends anything a second time by itself, and never keeps a command for later that its caller has given up:
 * with ioredis' defaults, both happen when a connection drops.
 */
export function createClient(url: string): Redis | Cluster {
  const { protocol, nodes, username, password, db, sentinel } = parseUrl(url);
  const options: ClientOptions = {
    ...commonOptions,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(protocol.startsWith('rediss') ? { tls: {} } : {}),
  };
  const [first] = nodes;
  if (!protocol.endsWith('-cluster')) {
    const place = sentinel === undefined ? first : toSentinelOptions(sentinel, [...nodes], options);
    return corked(new Redis({ ...options, ...place, db, lazyConnect: true, retryStrategy: toRetryDelay }));
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

function toSentinelOptions(
  { masterName, username, password }: SentinelDetails,
  sentinels: RedisNode[],
  { tls }: ClientOptions,
): ClientOptions {
  return {
    Connector: MasterConnector,
    sentinels,
    name: masterName,
    // What is in the URL is listened to, so only that is asked.
    updateSentinels: false,
    ...(username === undefined ? {} : { sentinelUsername: username }),
    ...(password === undefined ? {} : { sentinelPassword: password }),
    // Sentinels answer at once or not at all, and there are others.
    sentinelCommandTimeout: 1_000,
    sentinelRetryStrategy: toRetryDelay,
    ...(tls === undefined ? {} : { enableTLSForSentinelMode: true, sentinelTLS: tls }),
  };
}
