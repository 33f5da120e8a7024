import { cp, mkdir, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { run } from './run.js';
import { trackedFiles } from './tracked-files.js';
import { isPublished, readManifest, root, type WorkspacePackage, workspacePackages } from './workspace.js';

export interface PackedPackage {
  name: string;
  tarball: string;
  files: string[];
  /** What the tarball holds, unpacked, with its dependencies beside it: it can run. */
  folder: string;
}

/** The steps of a release that need no network, carried out on a copy of the work tree. */
export interface Release {
  folder: string;
  packages(): WorkspacePackage[];
  build(): Promise<void>;
  /** Adds the changeset, if one is given, and lets all that are there raise the versions. */
  raiseVersions(changeset?: string): Promise<void>;
  pack(): Promise<PackedPackage[]>;
}

export async function createRelease(folder: string): Promise<Release> {
  await copyWorkTree(folder);
  const bin = join(folder, 'node_modules', '.bin');
  const inCopy = (command: string, ...args: string[]) =>
    run(command, args, folder, { PATH: `${bin}${delimiter}${process.env.PATH}` });

  const commit = async () => {
    await inCopy('git', 'add', '--all');
    await inCopy(
      'git',
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@localhost',
      'commit',
      '-qm',
      'test',
      '--allow-empty',
    );
  };
  await inCopy('git', 'init', '-q', '-b', 'main');
  await commit();

  const packages = () => workspacePackages(folder);
  return {
    folder,
    packages,
    async build() {
      // The work tree's cache: what is built there already is only copied.
      await inCopy(process.execPath, 'scripts/turbo.mjs', 'run', 'build', `--cache-dir=${join(root, '.turbo/cache')}`);
    },
    async raiseVersions(changeset) {
      if (changeset) await writeFile(join(folder, '.changeset', 'test.md'), changeset);
      await inCopy('changeset', 'version');
      await commit();
    },
    async pack() {
      const target = join(folder, 'tarballs');
      await mkdir(target);
      const sources = packages().filter(isPublished);
      const packed = await Promise.all(sources.map((source) => packOne(source, target, inCopy)));
      await Promise.all(sources.map((source) => linkDependencies(source, packed)));
      return packed;
    },
  };
}

async function packOne(
  { path, manifest }: WorkspacePackage,
  target: string,
  inCopy: (command: string, ...args: string[]) => Promise<string>,
): Promise<PackedPackage> {
  const unpacked = join(target, path);
  await mkdir(unpacked, { recursive: true });
  await inCopy('pnpm', '--dir', path, 'pack', '--pack-destination', unpacked);
  const tarball = join(unpacked, (await readdir(unpacked)).find((name) => name.endsWith('.tgz')) ?? 'missing.tgz');
  await inCopy('tar', '-xzf', tarball, '-C', unpacked);
  const folder = join(unpacked, 'package');
  if (readManifest(folder).name !== manifest.name) throw new Error(`${tarball} is not ${manifest.name}`);
  const files = (await inCopy('tar', '-tzf', tarball))
    .trim()
    .split('\n')
    .map((path) => path.replace('package/', ''));
  return { name: manifest.name, tarball, files, folder };
}

/** As an install would: what is ours is the packed one, the rest is what the workspace has. */
async function linkDependencies({ folder, manifest }: WorkspacePackage, packed: PackedPackage[]): Promise<void> {
  const unpacked = (name: string) => packed.find((each) => each.name === name)?.folder;
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const link = join(unpacked(manifest.name) ?? '', 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(unpacked(name) ?? (await realpath(join(folder, 'node_modules', name))), link);
  }
}

async function copyWorkTree(folder: string): Promise<void> {
  for (const path of trackedFiles()) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(root, path), join(folder, path));
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  // Relative links only: they lead to the copy's own packages.
  for (const { path } of workspacePackages()) {
    const links = join(path, 'node_modules');
    await cp(join(root, links), join(folder, links), { recursive: true, verbatimSymlinks: true });
  }
}
