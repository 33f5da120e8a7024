import { randomUUID } from 'node:crypto';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  describeWithPython,
  listChecks,
  type Python,
  type Result,
  runChecks,
  type Server,
  startServer,
} from '../src/index.js';

const secret = 'signs the tokens of the Python clients, for this test only';

describeWithPython("Zep's Python clients, unmodified", (python) => {
  const names = listChecks(python);

  describe('[in memory]', () => {
    testEveryCheck(python, names, 'memory store', () => ({ SCROLLBACK_STORE: 'memory:' }));
  });

  describeWithRedis('', (url) => {
    const createSettings = () => ({ SCROLLBACK_STORE: url, SCROLLBACK_REDIS_PREFIX: `compat-${randomUUID()}` });
    testEveryCheck(python, names, 'Redis', createSettings);
  });
});

/** One run of the program against two fresh servers, and one test for each of its checks. */
function testEveryCheck(
  python: Python,
  names: readonly string[],
  store: string,
  createSettings: () => Readonly<Record<string, string>>,
): void {
  let servers: readonly Server[] = [];
  let results: readonly Result[] = [];

  beforeAll(async () => {
    const [open, secured] = await Promise.all([
      startServer(createSettings()),
      startServer({ ...createSettings(), SCROLLBACK_AUTH_REQUIRED: '1', SCROLLBACK_AUTH_SECRET: secret }),
    ]);
    servers = [open, secured];
    results = await runChecks(python, { url: open.url, securedUrl: secured.url, secret });
    console.log(`zep-python 1.5.0: ${results.at(-1)?.summary} (sync and async), ${store}`);
  }, 180_000);
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it('run every check that they have', () => {
    expect(results.map(({ name }) => name)).toEqual(names);
  });

  for (const name of names) {
    it(name, () => {
      const result = results.find((each) => each.name === name);
      if (result === undefined) expect.fail('the check did not run');
      if (result.error !== null) expect.fail(result.error);
    });
  }
}
