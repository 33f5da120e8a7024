import { describe, expect, it } from 'vitest';
import { usage } from '../src/config/usage.js';
import { ConfigError, openStore, readConfig, settings } from '../src/index.js';

describe('configuration', () => {
  it('has defaults', () => {
    expect(readConfig({})).toEqual({
      config: {
        store: 'sqlite:data/scrollback.db',
        sqliteSynchronous: 'full',
        host: '127.0.0.1',
        port: 8_000,
        workers: 1,
        authRequired: false,
        authSecret: '',
        corsOrigins: [],
        maxBodyBytes: 5_242_880,
        metadataMaxBytes: 65_536,
        zepMemoryWindow: 12,
        purgeIntervalMs: 3_600_000,
        purgeMinAgeMs: 0,
        requireDurable: false,
        redisPrefix: 'scrollback',
        logLevel: 'info',
        shutdownGraceMs: 10_000,
      },
      warnings: [],
    });
  });

  const good: readonly (readonly [string, string, object])[] = [
    ['SCROLLBACK_PORT', '0', { port: 0 }],
    ['SCROLLBACK_PORT', ' 65535 ', { port: 65_535 }],
    ['SCROLLBACK_PORT', '', { port: 8_000 }],
    ['SCROLLBACK_HOST', '::1', { host: '::1' }],
    ['SCROLLBACK_WORKERS', '64', { workers: 64 }],
    ['SCROLLBACK_STORE', 'redis://localhost', { store: 'redis://localhost' }],
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '0.5', { purgeIntervalMs: 30_000 }],
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '0', { purgeIntervalMs: 0 }],
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '0.001', { purgeIntervalMs: 60 }],
    // More than 0 never becomes 0, which would switch the purge off.
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '0.000000001', { purgeIntervalMs: 1 }],
    ['SCROLLBACK_PURGE_MIN_AGE_MINUTES', '1440', { purgeMinAgeMs: 86_400_000 }],
    ['SCROLLBACK_REQUIRE_DURABLE', '1', { requireDurable: true }],
    ['SCROLLBACK_REQUIRE_DURABLE', 'false', { requireDurable: false }],
    ['SCROLLBACK_LOG_LEVEL', 'silent', { logLevel: 'silent' }],
    ['SCROLLBACK_SHUTDOWN_GRACE_SECONDS', '0', { shutdownGraceMs: 0 }],
    ['SCROLLBACK_MAX_BODY_BYTES', '1024', { maxBodyBytes: 1_024 }],
    ['SCROLLBACK_MAX_BODY_BYTES', '268435456', { maxBodyBytes: 268_435_456 }],
    ['SCROLLBACK_METADATA_MAX_BYTES', '1000', { metadataMaxBytes: 1_000 }],
    ['SCROLLBACK_REQUIRE_DURABLE', 'TRUE', { requireDurable: true }],
    ['SCROLLBACK_REQUIRE_DURABLE', 'T', { requireDurable: true }],
    ['SCROLLBACK_REQUIRE_DURABLE', 'f', { requireDurable: false }],
    ['SCROLLBACK_REQUIRE_DURABLE', 'False', { requireDurable: false }],
    ['SCROLLBACK_AUTH_SECRET', ' with blanks ', { authSecret: ' with blanks ' }],
    ['SCROLLBACK_AUTH_SECRET', '  ', { authSecret: '' }],
    ['SCROLLBACK_ZEP_MEMORY_WINDOW', '0', { zepMemoryWindow: 0 }],
    ['SCROLLBACK_CORS_ORIGINS', '*', { corsOrigins: ['*'] }],
    [
      'SCROLLBACK_CORS_ORIGINS',
      'https://a.example, http://localhost:3000,http://[::1]:8080',
      { corsOrigins: ['https://a.example', 'http://localhost:3000', 'http://[::1]:8080'] },
    ],
    ['SCROLLBACK_CORS_ORIGINS', 'capacitor://localhost', { corsOrigins: ['capacitor://localhost'] }],
    ['ZEP_SERVER_HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['ZEP_SERVER_PORT', '8001', { port: 8_001 }],
    ['ZEP_SERVER_MAX_REQUEST_SIZE', '1048576', { maxBodyBytes: 1_048_576 }],
    ['ZEP_AUTH_SECRET', 'secret', { authSecret: 'secret' }],
    ['ZEP_AUTH_REQUIRED', 'False', { authRequired: false }],
    ['ZEP_DATA_PURGE_EVERY', '30', { purgeIntervalMs: 1_800_000 }],
    ['ZEP_MEMORY_MESSAGE_WINDOW', '20', { zepMemoryWindow: 20 }],
  ];
  it.for(good)('%s=%s is understood', ([name, value, expected]) => {
    expect(readConfig({ [name]: value }).config).toMatchObject(expected);
  });

  const bad: readonly (readonly [string, string])[] = [
    ['SCROLLBACK_PORT', 'http'],
    ['SCROLLBACK_PORT', '65536'],
    ['SCROLLBACK_PORT', '-1'],
    ['SCROLLBACK_PORT', '0x50'],
    ['SCROLLBACK_PORT', '80.5'],
    ['SCROLLBACK_WORKERS', '0'],
    ['SCROLLBACK_WORKERS', '65'],
    ['SCROLLBACK_WORKERS', 'auto'],
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '1h'],
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '-1'],
    // More than a timer can wait: it would fire at once.
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '36000'],
    ['SCROLLBACK_REQUIRE_DURABLE', 'maybe'],
    ['SCROLLBACK_REQUIRE_DURABLE', 'constructor'],
    ['SCROLLBACK_REQUIRE_DURABLE', 'yes'],
    ['SCROLLBACK_ZEP_MEMORY_WINDOW', '-1'],
    ...[
      'null',
      'example.org',
      'https://a.example/',
      'https://a.example/path',
      'HTTPS://a.example',
      'https://a.example:443',
    ]
      .concat([
        'https://',
        'https://*.a.example/',
        '*,https://a.example',
        'https://a.example,',
        'https://u:p@a.example',
      ])
      .map((text) => ['SCROLLBACK_CORS_ORIGINS', text] as const),
    ['ZEP_SERVER_PORT', 'tcp://10.0.0.1:8000'],
    ['ZEP_AUTH_REQUIRED', 'yes'],
    ['ZEP_DATA_PURGE_EVERY', '1h'],
    ['SCROLLBACK_LOG_LEVEL', 'loud'],
    ['SCROLLBACK_MAX_BODY_BYTES', '5MB'],
    ['SCROLLBACK_MAX_BODY_BYTES', '268435457'],
  ];
  it.for(bad)('%s=%s is refused in one line that names the variable', ([name, value]) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be [^\n]*$`));
  });

  it('is ours before it is that of Zep, unless ours is empty', () => {
    const both = { SCROLLBACK_PORT: '1', ZEP_SERVER_PORT: '2' };
    expect(readConfig(both).config.port).toBe(1);
    expect(readConfig({ ...both, SCROLLBACK_PORT: ' ' }).config.port).toBe(2);
    expect(readConfig({ ...both, ZEP_SERVER_PORT: 'nonsense' })).toMatchObject({ config: { port: 1 }, warnings: [] });
    expect(() => readConfig({ ...both, SCROLLBACK_PORT: 'x' })).toThrow(/^SCROLLBACK_PORT must be /);
    expect(readConfig({ SCROLLBACK_AUTH_REQUIRED: '0', ZEP_AUTH_REQUIRED: '1' }).config.authRequired).toBe(false);
  });

  it('warns of variables that look like ours and are not', () => {
    const { warnings } = readConfig({ SCROLLBACK_PROT: '1', SCROLLBACK_PORT: '1', PATH: '/bin' });
    expect(warnings).toEqual(['SCROLLBACK_PROT is not a setting of Scrollback; scrollback --help lists them']);
  });

  it('warns once of what Zep was told and nobody is here, and does not repeat it', () => {
    const environment = {
      ZEP_STORE_POSTGRES_DSN: 'postgres://u:hunter2@h',
      ZEP_OPENAI_API_KEY: 'sk-1',
      ZEP_LOG_LEVEL: '',
    };
    const { warnings } = readConfig({ ...environment, ZEP_SERVER_PORT: '1' });
    expect(warnings).toEqual(["of Zep's settings, these do nothing here: ZEP_OPENAI_API_KEY, ZEP_STORE_POSTGRES_DSN"]);
  });

  it('is described by --help, all of it', () => {
    for (const { name, alias, default: fallback, description } of Object.values(settings)) {
      expect(usage).toContain(`${name}=${fallback}${alias === undefined ? '' : ` [${alias}]`}\n`);
      expect(usage).toContain(description);
    }
  });
});

describe('the secret of the tokens', () => {
  const long = 'x'.repeat(32);
  const required = { SCROLLBACK_AUTH_REQUIRED: '1' };

  it('is taken when it has 32 bytes, without a word', () => {
    const { config, warnings } = readConfig({ ...required, SCROLLBACK_AUTH_SECRET: long });
    expect([config.authRequired, config.authSecret, warnings]).toEqual([true, long, []]);
  });

  const refused: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['not set', {}, 'SCROLLBACK_AUTH_SECRET must not be empty'],
    ['blank', { SCROLLBACK_AUTH_SECRET: '  ' }, 'SCROLLBACK_AUTH_SECRET must not be empty'],
    [
      'what Zep publishes',
      { ZEP_AUTH_SECRET: 'do-not-use-this-secret-in-production' },
      'ZEP_AUTH_SECRET must not be the placeholder',
    ],
  ];
  it.for(refused)('is refused when it is %s', ([, environment, message]) => {
    expect(() => readConfig({ ...required, ...environment })).toThrow(ConfigError);
    expect(() => readConfig({ ...required, ...environment })).toThrow(new RegExp(`^${message}[^\n]*$`));
    expect(() => readConfig({ ZEP_AUTH_REQUIRED: 'TRUE', ...environment })).toThrow(message);
    expect(() => readConfig(environment)).not.toThrow();
  });

  it('is warned of when it is short, without being told', () => {
    const { warnings } = readConfig({ ...required, ZEP_AUTH_SECRET: 'hunter2' });
    expect(warnings).toEqual([expect.stringMatching(/^ZEP_AUTH_SECRET has only 7 bytes, /)]);
    expect(warnings.join()).not.toContain('hunter2');
  });

  it('is warned of when it is there and nobody asks for tokens', () => {
    const { warnings } = readConfig({ SCROLLBACK_AUTH_SECRET: long });
    expect(warnings).toEqual([
      expect.stringMatching(/^SCROLLBACK_AUTH_SECRET is set, but .* until SCROLLBACK_AUTH_REQUIRED=1$/),
    ]);
    expect(readConfig({ ZEP_AUTH_SECRET: 'do-not-use-this-secret-in-production' }).warnings).toEqual([]);
  });
});

describe('openStore', () => {
  const open = (store: string, requireDurable = false) => {
    const warnings: string[] = [];
    const config = { ...readConfig({}).config, store, requireDurable };
    return { warnings, opened: openStore({ config, onWarning: (message) => warnings.push(message) }) };
  };

  it('opens a memory store and says loudly that nothing survives a restart', async () => {
    const { warnings, opened } = open('memory:');
    const { store, name } = await opened;
    expect(name).toBe('memory');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('NOTHING SURVIVES A RESTART');
    await store.close();
  });

  it('names a Redis store without its credentials', async () => {
    const { store, name } = await open('rediss://user:pass%40word@example.org:6380/2').opened;
    expect(name).toBe('rediss://example.org:6380/2');
    await store.close();
  });

  it('names a store behind Sentinels without credentials, theirs neither', async () => {
    const url = 'redis-sentinel://user:hunter2@127.0.0.1:1,127.0.0.1:2/main/1?sentinel_password=hunter2';
    const { store, name, isRemote } = await open(url).opened;
    expect([name, isRemote]).toEqual(['redis-sentinel://127.0.0.1:1,127.0.0.1:2/main/1', true]);
    await store.close();
  });

  it.for(['', 'redis', 'mysql://x:hunter2@y', 'memory:x', 'constructor:', 'redis-clusters://a:1', 'sentinel://a:1/m'])(
    'refuses %s without repeating it',
    async (url) => {
      const error = await open(url).opened.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as Error).message).toMatch(/^SCROLLBACK_STORE /);
      expect((error as Error).message).not.toContain('hunter2');
    },
  );

  it('refuses a memory store that has to be durable', async () => {
    await expect(open('memory:', true).opened).rejects.toThrow(/SCROLLBACK_REQUIRE_DURABLE/);
  });
});
