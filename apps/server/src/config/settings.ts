import { limits } from '@scrollback/contract';
import { origins } from './origins.js';
import { anyText, duration, flag, oneOf, type Parser, wholeNumber } from './parsers.js';

export interface Setting<Value> {
  readonly name: `SCROLLBACK_${string}`;
  /** What Zep calls it: holds when the variable of our own is not set. */
  readonly alias?: `ZEP_${string}`;
  /** As it would be written. */
  readonly default: string;
  readonly description: string;
  /** White space around the value belongs to it. */
  readonly isVerbatim?: boolean;
  readonly parse: Parser<Value>;
}

/** A timer takes 31 bits of milliseconds; a longer one would fire at once. */
const maxTimerMinutes = 35_000;
const minuteMs = 60_000;
/** A body is a string on its way in, and a JavaScript string has an end: half of that is left for what is made of it. */
const maxBodyBytes = 268_435_456;

/** Everything that can be configured. An empty variable counts as one that is not set. */
export const settings = {
  store: setting({
    name: 'SCROLLBACK_STORE',
    default: 'sqlite:data/scrollback.db',
    description:
      'sqlite:FILE (made when missing; sqlite::memory: for none), memory:, redis://[user:password@]host:port[/db], rediss://… (TLS), redis-cluster://host:port,host:port, redis-sentinel://host:port,host:port/master-name[/db] (hosts of the Sentinels), rediss-cluster://…, rediss-sentinel://…',
    parse: anyText,
  }),
  host: setting({
    name: 'SCROLLBACK_HOST',
    alias: 'ZEP_SERVER_HOST',
    default: '127.0.0.1',
    description:
      'address to listen on; 0.0.0.0 for all, only with SCROLLBACK_AUTH_REQUIRED or behind something that authenticates',
    parse: anyText,
  }),
  port: setting({
    name: 'SCROLLBACK_PORT',
    alias: 'ZEP_SERVER_PORT',
    default: '8000',
    description: 'port; 0 takes a free one and prints it',
    parse: wholeNumber(0, 65_535),
  }),
  workers: setting({
    name: 'SCROLLBACK_WORKERS',
    default: '1',
    description:
      'processes that share the port, one a core at most; more than 1 takes Redis or a SQLite file, which they share as well',
    parse: wholeNumber(1, 64),
  }),
  authRequired: setting({
    name: 'SCROLLBACK_AUTH_REQUIRED',
    alias: 'ZEP_AUTH_REQUIRED',
    default: '0',
    description: '1: everything but health and /openapi.json takes a token, which scrollback token makes',
    parse: flag,
  }),
  authSecret: setting({
    name: 'SCROLLBACK_AUTH_SECRET',
    alias: 'ZEP_AUTH_SECRET',
    default: '',
    description: 'what tokens are signed with (HS256): 32 random bytes or more',
    isVerbatim: true,
    parse: anyText,
  }),
  corsOrigins: setting({
    name: 'SCROLLBACK_CORS_ORIGINS',
    default: '',
    description: 'pages that may call from a browser: origins with commas between them, or * for all; none when empty',
    parse: origins,
  }),
  maxBodyBytes: setting({
    name: 'SCROLLBACK_MAX_BODY_BYTES',
    alias: 'ZEP_SERVER_MAX_REQUEST_SIZE',
    default: String(limits.bodyBytes),
    description: 'largest request body, after decompression; at most 256 MiB',
    parse: wholeNumber(1_024, maxBodyBytes),
  }),
  metadataMaxBytes: setting({
    name: 'SCROLLBACK_METADATA_MAX_BYTES',
    default: String(limits.metadata.bytes),
    description: 'largest metadata of a session, user or message, as JSON, after merging',
    parse: wholeNumber(2, 1_073_741_824),
  }),
  zepMemoryWindow: setting({
    name: 'SCROLLBACK_ZEP_MEMORY_WINDOW',
    alias: 'ZEP_MEMORY_MESSAGE_WINDOW',
    default: '12',
    description: 'messages that the memory of a session has under /api/v1 when the request names no number; 0 for all',
    parse: wholeNumber(0, 2_147_483_647),
  }),
  purgeIntervalMs: setting({
    name: 'SCROLLBACK_PURGE_INTERVAL_MINUTES',
    alias: 'ZEP_DATA_PURGE_EVERY',
    default: '60',
    description:
      'minutes from the end of a purge run to the next; the first is an interval after the start; fractions are allowed, 0 switches the purge off',
    parse: duration(minuteMs, maxTimerMinutes),
  }),
  purgeMinAgeMs: setting({
    name: 'SCROLLBACK_PURGE_MIN_AGE_MINUTES',
    default: '0',
    description: 'minutes that something stays in the trash at least',
    parse: duration(minuteMs, 100_000_000),
  }),
  requireDurable: setting({
    name: 'SCROLLBACK_REQUIRE_DURABLE',
    default: '0',
    description: '1: refuse to start when acknowledged writes would not survive a restart',
    parse: flag,
  }),
  sqliteSynchronous: setting({
    name: 'SCROLLBACK_SQLITE_SYNCHRONOUS',
    default: 'full',
    description:
      'full: what was acknowledged survives a power cut; normal: it survives the end of the process only, faster',
    parse: oneOf('full', 'normal'),
  }),
  redisPrefix: setting({
    name: 'SCROLLBACK_REDIS_PREFIX',
    default: 'scrollback',
    description: 'first part of every key',
    parse: anyText,
  }),
  logLevel: setting({
    name: 'SCROLLBACK_LOG_LEVEL',
    default: 'info',
    description: 'fatal, error, warn, info, debug (each request), trace, silent',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  }),
  shutdownGraceMs: setting({
    name: 'SCROLLBACK_SHUTDOWN_GRACE_SECONDS',
    default: '10',
    description: 'seconds that requests in flight may take after SIGTERM',
    parse: duration(1_000, 3_600),
  }),
};

export type Config = { readonly [Key in keyof typeof settings]: ReturnType<(typeof settings)[Key]['parse']> };

function setting<Value>(definition: Setting<Value>): Setting<Value> {
  return definition;
}
