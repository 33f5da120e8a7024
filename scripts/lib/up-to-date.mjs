import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** In no commit, and gone with the dependencies. */
export const cache = join(root, 'node_modules', '.cache', 'scrollback');

/** Does `work` unless what it makes is there and was made here for exactly the present contents of the files. */
export function onceFor({ name, files, isThere, work }) {
  const stamp = join(cache, name);
  if (isThere && readIfThere(stamp) === digest(files)) return;
  work();
  mkdirSync(cache, { recursive: true });
  // Taken again: an install may have completed the lockfile.
  writeFileSync(stamp, digest(files));
}

/** All files below a folder, dependencies and build results left out. */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.turbo'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** The folders of all packages of the workspace. */
export function packageFolders() {
  return ['packages', 'apps', 'tools', 'compat', '.']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(root, parent, name)))
    .filter((folder) => readIfThere(join(folder, 'package.json')) !== undefined);
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0${readIfThere(file)}\0`);
  return hash.digest('hex');
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(error.code)) return undefined;
    throw error;
  }
}
