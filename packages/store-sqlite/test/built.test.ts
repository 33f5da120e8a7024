import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { newPath } from './harness/open.js';

const run = promisify(execFile);
const packageFolder = join(import.meta.dirname, '..');

const program = `
import { createSqliteStore, backupSqlite } from './index.js';
const [path] = process.argv.slice(2);
const store = createSqliteStore({ path });
await store.ping();
await backupSqlite(path, path + '.backup');
await store.close();
console.log('closed');
`;

test('the compiled package finds its thread and its migrations', { timeout: 120_000 }, async () => {
  // Beside `dist`, so that it finds what `dist` finds.
  const folder = await mkdtemp(join(packageFolder, '.run-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', folder, '--noCheck'], {
    cwd: packageFolder,
  });
  await writeFile(join(folder, 'program.js'), program);
  const parameters = ['--conditions=source', '--import', import.meta.resolve('tsx'), join(folder, 'program.js')];
  const { stdout, stderr } = await run(process.execPath, [...parameters, await newPath()]);
  // No warning either, whatever SQLite it is.
  expect(stderr).toBe('');
  expect(stdout).toBe('closed\n');
});
