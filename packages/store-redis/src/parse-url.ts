export interface RedisUrl {
  readonly protocol: string;
  /** Of a Sentinel URL: the Sentinels. */
  readonly nodes: readonly RedisNode[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly db: number;
  /** What only a Sentinel URL says. */
  readonly sentinel: SentinelDetails | undefined;
}

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface SentinelDetails {
  readonly masterName: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const urlPattern = /^(rediss?(?:-cluster|-sentinel)?):\/\/(?:([^@/]*)@)?([^/?#]+)((?:\/[^/?#]*)*)(?:\?([^#]*))?$/;
/** What Sentinel itself allows. */
const masterNamePattern = /^[\w.-]+$/;

/**
 * The forms are in the README.
 *
 * @throws {TypeError} when it is none of them. The URL may hold passwords: no part of it is repeated.
 */
export function parseUrl(url: string): RedisUrl {
  const [, protocol = '', credentials = '', hosts = '', path = '', query] = urlPattern.exec(url) ?? [];
  const isSentinel = protocol.endsWith('-sentinel');
  const isCluster = protocol.endsWith('-cluster');
  const nodes = hosts.split(',').map((text) => parseNode(text, isSentinel ? 26_379 : 6_379));
  const segments = path.split('/').slice(1);
  const masterName = isSentinel ? segments.shift() : undefined;
  const [db = '', ...rest] = segments;
  const isUnderstood =
    !nodes.includes(undefined) &&
    (nodes.length === 1 || isCluster || isSentinel) &&
    (!isSentinel || masterNamePattern.test(masterName ?? '')) &&
    /^\d*$/.test(db) &&
    rest.length === 0 &&
    (isSentinel || query === undefined);
  if (!isUnderstood) {
    throw new TypeError(
      'not a URL of a Redis: redis://[user:password@]host[:port][/db], redis-cluster://host:port,… or redis-sentinel://host:port,…/master-name[/db]',
    );
  }
  if (isCluster && db !== '' && db !== '0') throw new TypeError('a Redis Cluster has no databases but 0');
  const [username = '', ...password] = credentials.split(':');
  return {
    protocol,
    nodes: nodes as RedisNode[],
    username: username === '' ? undefined : decode(username),
    password: password.length === 0 ? undefined : decode(password.join(':')),
    db: Number(db),
    sentinel: masterName === undefined ? undefined : { masterName, ...parseQuery(query) },
  };
}

function parseNode(text: string, defaultPort: number): RedisNode | undefined {
  const [, bracketed, name, port = defaultPort] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]@]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}

function parseQuery(query: string | undefined): Pick<SentinelDetails, 'username' | 'password'> {
  const fields = new Map<string, string>();
  for (const pair of query?.split('&') ?? []) {
    const [name = '', ...value] = pair.split('=');
    if (!/^sentinel_(?:username|password)$/.test(name) || fields.has(name)) {
      throw new TypeError('a URL of Redis Sentinel takes ?sentinel_username=…&sentinel_password=… and nothing else');
    }
    fields.set(name, decode(value.join('=')));
  }
  return { username: fields.get('sentinel_username'), password: fields.get('sentinel_password') };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Neither the text nor the cause: a password is not repeated.
    throw new TypeError('a user or password in the URL of a Redis has a % that begins no character: write it as %25');
  }
}
