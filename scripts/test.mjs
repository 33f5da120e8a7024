import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countBackends } from './lib/backends.mjs';
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { providePython } from './lib/python.mjs';
import { provideRedis } from './lib/redis.mjs';
import { root, run } from './lib/run.mjs';
import { cache } from './lib/up-to-date.mjs';

install();
const redis = provideRedis();
const python = providePython();
build();

const report = join(cache, 'test-report.json');
mkdirSync(cache, { recursive: true });
rmSync(report, { force: true });
const hasPassed = run(
  [
    ...[process.execPath, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ...process.argv.slice(2),
  ],
  { mayFail: true },
);

if (!existsSync(report)) {
  console.error('vitest ended without a report');
  process.exit(1);
}
const backends = countBackends(JSON.parse(readFileSync(report, 'utf8')));
console.log(`\nBackends (redis-server: ${redis ?? 'missing'}; Python: ${python ?? 'missing'})`);
for (const { name, passed, failed } of backends) {
  console.log(passed > 0 ? `  ${name}: ${passed} passed, ${failed} failed` : `  ${name}: NOT TESTED, ${failed} failed`);
}

// With arguments the run may be meant to leave a backend out.
const isComplete = backends.every(({ passed }) => passed > 0) || process.argv.length > 2 || !process.env.CI;
process.exitCode = hasPassed && isComplete ? 0 : 1;
