import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';
import { turbo } from './turbo.mjs';
import { filesBelow, onceFor, packageFolders } from './up-to-date.mjs';

/** Builds every published package, or one with what it needs to run, unless that was done for the present sources. */
export function build(name) {
  const published = packageFolders()
    .filter((folder) => existsSync(join(folder, 'tsconfig.build.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }));
  const wanted = name ? withDependencies(name, published) : published;

  const sources = wanted.flatMap(({ folder }) => [
    ...filesBelow(join(folder, 'src')),
    ...['package.json', 'tsconfig.json', 'tsconfig.build.json'].map((file) => join(folder, file)),
  ]);
  onceFor({
    name: `built-${wanted.length}`,
    files: [...sources, join(root, 'tsconfig.base.json')],
    isThere: wanted.every(({ folder }) => existsSync(join(folder, 'dist', 'index.js'))),
    work() {
      // `--only`: turbo's own closure would take what is needed for development with it.
      const filters = wanted.map(({ manifest }) => `--filter=${manifest.name}`);
      turbo('run', 'build', '--only', '--output-logs=errors-only', ...filters);
    },
  });
}

function withDependencies(name, published) {
  const found = published.find(({ manifest }) => manifest.name === name);
  if (!found) return [];
  const dependencies = Object.keys(found.manifest.dependencies ?? {}).flatMap((each) =>
    withDependencies(each, published),
  );
  return [...new Set([...dependencies, found])];
}
