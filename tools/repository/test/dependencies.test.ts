import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Manifest, root, trackedFiles, workspacePackages } from '../src/index.js';

/** The table of the design: what each package may need to run. The server may need everything. */
const RUNTIME: Record<string, string[]> = {
  contract: ['zod', '@ts-rest/core'],
  store: [],
  core: ['@scrollback/store', 'lru-cache', 'uuid'],
  'store-memory': ['@scrollback/store', 'sorted-btree'],
  'store-redis': ['@scrollback/store', 'ioredis'],
  'store-sqlite': ['@scrollback/store', 'libsql'],
  'store-testkit': ['@scrollback/store', '@scrollback/core', 'vitest'],
  client: [],
};

/** Of our own packages, what each may need for its development. `services` knows none of them, so everybody may. */
const DEVELOPMENT: Record<string, string[]> = {
  contract: [],
  store: [],
  core: [],
  'store-memory': ['@scrollback/store-testkit'],
  'store-redis': ['@scrollback/store-testkit'],
  'store-sqlite': ['@scrollback/store-testkit'],
  'store-testkit': [],
  client: ['@scrollback/contract'],
  services: [],
};

/**
 * The clients that compat/ runs: each package there proves something about exactly one version of them, and two versions
 * of one client are there at a time, so the catalog cannot hold them.
 */
const PROVEN_CLIENT = /^(@getzep|@langchain)\/|^langchain$/;
const EXACT_VERSION = /^\d+\.\d+\.\d+$/;

const packages = workspacePackages().map((each) => ({
  ...each,
  short: each.manifest.name.replace('@scrollback/', ''),
}));
const sources = trackedFiles().filter((path) =>
  /^(packages|apps|examples|bench|tools|compat)\/.*\.[mc]?[tj]s$/.test(path),
);

describe('dependencies', () => {
  it('has a rule for every package below packages/', () => {
    const names = packages.filter(({ path }) => path.startsWith('packages/')).map(({ short }) => short);
    expect(Object.keys(RUNTIME).toSorted()).toEqual(names.toSorted());
  });

  it.each(packages.filter(({ short }) => short in RUNTIME))(
    '$short needs to run only what it may',
    ({ short, manifest }) => {
      const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
      expect(needed.filter((name) => !RUNTIME[short]?.includes(name))).toEqual([]);
    },
  );

  it.each(packages.filter(({ short }) => short in DEVELOPMENT))(
    '$short is developed only with those of ours it may know',
    ({ short, manifest }) => {
      const ours = Object.keys(manifest.devDependencies ?? {}).filter((name) => name.startsWith('@scrollback/'));
      const allowed = ['@scrollback/services', ...(DEVELOPMENT[short] ?? [])];
      expect(ours.filter((name) => !allowed.includes(name))).toEqual([]);
    },
  );

  it.each(packages)('$short takes versions from the catalog and its neighbours from the workspace', ({ manifest }) => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const wrong = ranges.filter(
      ([name, range]) =>
        !PROVEN_CLIENT.test(name) && range !== (name.startsWith('@scrollback/') ? 'workspace:^' : 'catalog:'),
    );
    expect(wrong).toEqual([]);
  });

  it.each(packages.filter(({ manifest }) => provenClients(manifest).length > 0))(
    '$short proves exact versions of clients, privately and in development only',
    ({ path, manifest }) => {
      expect(path).toMatch(/^compat\//);
      expect(manifest.private).toBe(true);
      expect(provenClients(manifest).filter(([, range]) => !EXACT_VERSION.test(range))).toEqual([]);
      expect(Object.keys(manifest.dependencies ?? {}).filter((name) => PROVEN_CLIENT.test(name))).toEqual([]);
    },
  );

  it('finds the packages that prove clients', () => {
    const proving = packages.filter(({ manifest }) => provenClients(manifest).length > 0).map(({ path }) => path);
    expect(proving.toSorted()).toEqual(['compat/zep-js-0.10', 'compat/zep-js-0.9']);
  });
});

describe('what a user installs', () => {
  it('runs no script while it is installed', () => {
    const server = packages.find(({ short }) => short === 'server');
    const installed = installedBelow(server?.folder as string);
    expect(installed.size).toBeGreaterThan(100);
    expect([...installed.keys()].some((path) => path.includes('libsql'))).toBe(true);
    const scripted = [...installed].filter(
      ([folder, { scripts = {} }]) =>
        ['preinstall', 'install', 'postinstall'].some((name) => name in scripts) ||
        existsSync(join(folder, 'binding.gyp')),
    );
    expect(scripted.map(([folder]) => relative(root, folder))).toEqual([]);
  });
});

describe('imports', () => {
  it('stay inside their package', () => {
    const leaving = relativeImports().filter(({ file, target }) => {
      const own = packages.find(({ path }) => file.startsWith(`${path}/`));
      return own && !target.startsWith(`${own.path}/`);
    });
    expect(leaving).toEqual([]);
  });

  it('name an adapter of the server only in open-store.ts', () => {
    const naming = sources.filter(
      (path) => path.startsWith('apps/server/src/') && /from '@scrollback\/store-/.test(text(path)),
    );
    expect(naming.filter((path) => !path.endsWith('/open-store.ts'))).toEqual([]);
  });
});

function provenClients({ dependencies, devDependencies }: Manifest): [string, string][] {
  return Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => PROVEN_CLIENT.test(name));
}

interface Installed {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The manifests of all that the package in `folder` needs to run, as they lie here; optional ones of other systems do not. */
function installedBelow(folder: string, found = new Map<string, Installed>()): ReadonlyMap<string, Installed> {
  if (found.has(folder)) return found;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Installed;
  found.set(folder, manifest);
  const isOptional = (name: string) => name in (manifest.optionalDependencies ?? {});
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const path = createRequire(join(folder, 'package.json'))
      .resolve.paths(name)
      ?.map((parent) => join(parent, name))
      .find((candidate) => existsSync(join(candidate, 'package.json')));
    if (path !== undefined) installedBelow(realpathSync(path), found);
    else if (!isOptional(name)) throw new Error(`${name}, which ${folder} needs, is not installed`);
  }
  return found;
}

function relativeImports() {
  return sources.flatMap((file) =>
    [...text(file).matchAll(/(?:from|import)\s*\(?'(\.[^']*)'/g)].map(([, specifier]) => ({
      file,
      target: relative(root, resolve(root, file, '..', specifier as string)),
    })),
  );
}

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
