import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findNode24, temporaryFolder } from '@scrollback/services';
import { describe, expect, test } from 'vitest';
import { loadNodeSqlite } from '../src/node-sqlite.js';
import { newPath, openStore } from './harness/open.js';
import { append, create, newMessages } from './harness/records.js';

const run = promisify(execFile);
const packageFolder = join(import.meta.dirname, '..');
const node24 = findNode24() ?? '';
const canRun = node24 !== '';
const reason = canRun ? '' : `: NOT TESTED, there is no Node 24 for ${process.platform} ${process.arch}`;

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs all other tests of this package on another Node, in a vitest of their own. */
async function runTests(node: string): Promise<Report> {
  const outputFile = join(await temporaryFolder('sqlite-node'), 'report.json');
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const config = join(import.meta.dirname, 'fixtures/vitest.config.ts');
  // The child is not a worker of the vitest that runs this.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const parameters = [vitest, 'run', '--config', config, '--reporter=json', `--outputFile=${outputFile}`];
  const output = await run(node, parameters, { cwd: packageFolder, env, maxBuffer: 100_000_000 }).then(
    ({ stderr }) => stderr,
    (error: Error) => String(error),
  );
  return JSON.parse(
    await readFile(outputFile, 'utf8').catch(() => {
      throw new Error(`The tests did not run: ${output}`);
    }),
  );
}

// Where this Node has an SQLite of its own, the other driver is the one that remains.
describe.skipIf(!canRun)(`the tests of this package${reason}`, () => {
  test('run here with libsql, and all pass on Node 24 with node:sqlite', { timeout: 600_000 }, async () => {
    expect(loadNodeSqlite()?.name).toBe(undefined);
    const version = (await run(node24, ['-p', 'process.version'])).stdout.trim();
    expect(version).toMatch(/^v24\./);
    const { numPassedTests, testResults } = await runTests(node24);
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = results.filter(({ status }) => status === 'failed');
    console.log(`store-sqlite on Node ${version}: ${numPassedTests} passed, ${failed.length} failed`);
    expect(failed.map(({ fullName, failureMessages }) => [fullName, ...failureMessages].join('\n'))).toEqual([]);
    expect(testResults.map(({ message }) => message).filter(Boolean)).toEqual([]);
    expect(numPassedTests).toBeGreaterThan(400);
  });

  test('can share one file between both', { timeout: 60_000 }, async () => {
    const path = await newPath();
    const store = openStore(path);
    const messages = newMessages(3);
    const record = await create(store, { metadata: '{"a":"\u2028"}' }, messages);
    const program = join(import.meta.dirname, 'fixtures/forgetful.ts');
    const other = run(node24, ['--conditions=source', '--import', import.meta.resolve('tsx'), program, path]);
    let last = record;
    for (let turn = 1; turn <= 50; turn += 1) last = await append(store, last, newMessages(1, last.lastSeq));
    expect((await other).stderr).toBe('');
    expect(await store.sessions.count({ state: 'live' })).toBe(21);
    const read = await store.sessions.read(record.id, { after: 0, limit: 3, maxBytes: 1_000_000 });
    expect(read).toEqual({ record: last, messages });
    const all = await store.sessions.list({ state: 'live', limit: 30, order: 'asc' });
    expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  });
});
