import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startTypeScript } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, beforeAll, describe } from 'vitest';

export interface Server {
  /** Known once the tests of the suite run. */
  readonly url: string;
}

/**
 * The suite against the command as users run it, in a process of its own: once on the memory store, once on the run's
 * Redis under a prefix that nobody else uses.
 */
export function onEachStore(name: string, suite: (server: Server, store: string) => void): void {
  describe(`${name} [in memory]`, () => suite(useServer({ SCROLLBACK_STORE: 'memory:' }), 'memory store'));
  describeWithRedis(name, (url) =>
    suite(useServer({ SCROLLBACK_STORE: url, SCROLLBACK_REDIS_PREFIX: `compat-${randomUUID()}` }), 'Redis'),
  );
}

/** Starts the server before the tests of the suite, and stops it after them. */
export function useServer(settings: Readonly<Record<string, string>>): Server {
  let running: Awaited<ReturnType<typeof startTypeScript>> | undefined;
  beforeAll(async () => {
    running = await startTypeScript({
      file: fileURLToPath(new URL('src/main.ts', import.meta.resolve('@scrollback/server/package.json'))),
      env: {
        ...withoutForeignSettings(),
        SCROLLBACK_PORT: '0',
        SCROLLBACK_HOST: '127.0.0.1',
        SCROLLBACK_LOG_LEVEL: 'warn',
        ...settings,
      },
      readyPattern: /^Scrollback listens on (\S+) /,
    });
  });
  afterAll(() => running?.stop());
  return {
    get url() {
      if (!running?.ready?.[1]) throw new Error('the server has not been started');
      return running.ready[1];
    },
  };
}

/** What the shell of whoever runs the tests has set must not change what is tested. */
function withoutForeignSettings(): Record<string, undefined> {
  const foreign = Object.keys(process.env).filter((name) => /^(SCROLLBACK|ZEP)_/.test(name));
  return Object.fromEntries(foreign.map((name) => [name, undefined]));
}
