import { describe, expect, it } from 'vitest';
import { usage } from '../src/config/usage.js';
import { ConfigError, openStore, readConfig, settings } from '../src/index.js';

describe('configuration', () => {
  it('has defaults', () => {
    expect(readConfig({})).toEqual({
      config: {
        store: 'memory:',
        host: '127.0.0.1',
        port: 8_000,
        maxBodyBytes: 5_242_880,
        metadataMaxBytes: 65_536,
        purgeIntervalMs: 3_600_000,
        purgeMinAgeMs: 0,
        requireDurable: false,
        redisPrefix: 'scrollback',
        logLevel: 'info',
        shutdownGraceMs: 10_000,
      },
      unknown: [],
    });
  });

  const good: readonly (readonly [string, string, object])[] = [
    ['SCROLLBACK_PORT', '0', { port: 0 }],
    ['SCROLLBACK_PORT', ' 65535 ', { port: 65_535 }],
    ['SCROLLBACK_PORT', '', { port: 8_000 }],
    ['SCROLLBACK_HOST', '::1', { host: '::1' }],
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
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '1h'],
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '-1'],
    // More than a timer can wait: it would fire at once.
    ['SCROLLBACK_PURGE_INTERVAL_MINUTES', '36000'],
    ['SCROLLBACK_REQUIRE_DURABLE', 'maybe'],
    ['SCROLLBACK_REQUIRE_DURABLE', 'constructor'],
    ['SCROLLBACK_LOG_LEVEL', 'loud'],
    ['SCROLLBACK_MAX_BODY_BYTES', '5MB'],
    ['SCROLLBACK_MAX_BODY_BYTES', '268435457'],
  ];
  it.for(bad)('%s=%s is refused in one line that names the variable', ([name, value]) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be [^\n]*$`));
  });

  it('names variables that look like ours and are not', () => {
    const { unknown } = readConfig({ SCROLLBACK_PROT: '1', SCROLLBACK_PORT: '1', PATH: '/bin' });
    expect(unknown).toEqual(['SCROLLBACK_PROT']);
  });

  it('is described by --help, all of it', () => {
    for (const { name, default: fallback, description } of Object.values(settings)) {
      expect(usage).toContain(`${name}=${fallback}`);
      expect(usage).toContain(description);
    }
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

  it.for(['', 'redis', 'mysql://x:hunter2@y', 'memory:x', 'constructor:', 'redis-clusters://a:1'])(
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
