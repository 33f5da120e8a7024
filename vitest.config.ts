import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const folders = ['packages', 'apps', 'tools', 'compat']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(root, parent, name)))
  .concat(join(root, 'bench'), join(root, 'examples'))
  .filter((folder) => existsSync(join(folder, 'package.json')));

export default defineConfig({
  test: {
    // Only here, not in the projects: one Redis and one cluster serve the whole run.
    globalSetup: [join(root, 'tools/services/src/global-setup.ts')],
    passWithNoTests: true,
    maxWorkers: 2,
    projects: folders.map((folder) => ({
      root: folder,
      // `source` lets every package be read from its TypeScript: tests need no build.
      resolve: { conditions: ['source'] },
      ssr: { resolve: { conditions: ['source'] } },
      test: {
        name: basename(folder),
        include: ['{src,test}/**/*.test.ts'],
        pool: 'forks' as const,
        testTimeout: 30_000,
        hookTimeout: 60_000,
        teardownTimeout: 20_000,
      },
    })),
  },
});
