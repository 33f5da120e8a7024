import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ask, root, run } from './run.mjs';
import { onceFor, packageFolders } from './up-to-date.mjs';

/** Installs the dependencies, unless that was done for the present lockfile and manifests. */
export function install() {
  const own = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => join(root, name));
  onceFor({
    name: 'installed',
    files: [...own, ...packageFolders().map((folder) => join(folder, 'package.json'))],
    isThere: existsSync(join(root, 'node_modules', '.modules.yaml')),
    work: () => runPnpm('--dir', root, 'install', '--config.confirmModulesPurge=false'),
  });
}

/** The pnpm on PATH, else one that npx fetches; never the one in our node_modules, which an install may replace. */
function runPnpm(...args) {
  const outside = {
    // From elsewhere, for npx prefers what it finds where it runs; without the folders that npm adds for its scripts.
    cwd: tmpdir(),
    env: {
      NPM_CONFIG_UPDATE_NOTIFIER: 'false',
      PATH: process.env.PATH.split(delimiter)
        .filter((folder) => !folder.startsWith(root))
        .join(delimiter),
    },
  };
  const isOnPath = ask(['pnpm', '--version'], outside)?.startsWith('10.');
  run([...(isOnPath ? ['pnpm'] : ['npx', '--yes', 'pnpm@10']), ...args], outside);
}
