import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, findRedisServer, freePort, startProcess, startRedis, temporaryFolder } from '@scrollback/services';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  createConsumer,
  createRelease,
  isPublished,
  type PackedPackage,
  type Release,
  readManifest,
  root,
  run,
  workspacePackages,
} from '../src/index.js';

const published = workspacePackages()
  .filter(isPublished)
  .map(({ manifest }) => manifest.name);

const clientPrograms = join(root, 'packages/client/consumer');
const programs = existsSync(clientPrograms) ? clientPrograms : join(import.meta.dirname, 'fixtures/consumer');

const sampleChangeset = `---
'@scrollback/store': minor
---

Sample: what people saw, and what to do.
`;

describe('a release', () => {
  let folder: string;
  let release: Release;
  let packed: Map<string, PackedPackage>;

  const get = (name: string) => packed.get(name) as PackedPackage;

  beforeAll(async () => {
    folder = await temporaryFolder('release');
    release = await createRelease(join(folder, 'copy'));
    await release.build();
    await release.raiseVersions();
    const before = version('@scrollback/store');
    await release.raiseVersions(sampleChangeset);
    expect(version('@scrollback/store')).toBe(nextMinor(before));
    packed = new Map((await release.pack()).map((each) => [each.name, each]));
  }, 300_000);

  const version = (name: string) =>
    release.packages().find(({ manifest }) => manifest.name === name)?.manifest.version ?? 'missing';

  it('uses up the changesets, and says in the changelog what they said', async () => {
    expect(await readdir(join(release.folder, '.changeset'))).toEqual(['README.md', 'config.json']);
    const changelog = await readFile(join(release.folder, 'packages/store/CHANGELOG.md'), 'utf8');
    expect(changelog).toContain('Sample: what people saw, and what to do.');
  });

  it('raises the packages that stand on a changed one', async () => {
    const changelog = await readFile(join(release.folder, 'packages/core/CHANGELOG.md'), 'utf8');
    expect(changelog).toContain(`@scrollback/store@${version('@scrollback/store')}`);
  });

  it('packs every published package', () => {
    expect([...packed.keys()].toSorted()).toEqual(published.toSorted());
  });

  describe.each(published)('%s, packed', (name) => {
    it('names real versions of what it needs', () => {
      const manifest = readManifest(get(name).folder);
      expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:/);
      for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
        if (published.includes(dependency)) expect(range).toBe(`^${version(dependency)}`);
      }
    });

    it('holds its licence and README, and no tests', () => {
      const { files } = get(name);
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts']));
      expect(files.filter((file) => /\.test\.|^test\//.test(file))).toEqual([]);
    });

    it('passes publint', async () => {
      const { folder: pkgDir, tarball } = get(name);
      const content = await readFile(tarball);
      const bytes = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
      const { messages } = await publint({ pack: { tarball: bytes as ArrayBuffer }, strict: true });
      expect(messages.map((message) => formatMessage(message, readManifest(pkgDir)))).toEqual([]);
    });

    it('passes attw', { timeout: 60_000 }, async () => {
      const attw = join(root, 'tools/repository/node_modules/.bin/attw');
      await run(attw, [get(name).tarball, '--profile', 'esm-only', '--no-color'], folder);
    });
  });

  it('gives a server that runs, and a client that a new project compiles, strictly, and runs against it', async () => {
    const consumer = await createConsumer(join(folder, 'consumer'), get('@scrollback/client').tarball, programs);
    await consumer.compile();
    const url = await startServer(join(get('@scrollback/server').folder, 'bin/scrollback.js'));
    expect(await consumer.run({ SCROLLBACK_URL: url })).not.toBe('');
  }, 120_000);
});

/** On Redis where there is one, for that store reads files of its own. */
async function startServer(program: string): Promise<string> {
  const redis = findRedisServer() && (await startRedis());
  const port = String(await freePort());
  const server = await startProcess({
    command: process.execPath,
    args: [program],
    env: { SCROLLBACK_PORT: port, SCROLLBACK_STORE: redis?.url ?? 'memory:' },
  });
  onTestFinished(async () => {
    await server.stop();
    await redis?.stop();
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async () => (await fetch(`${url}/health/ready`)).ok;
  await eventually(isReady, { timeoutMs: 20_000, what: 'the packed server is ready' }).catch((cause) => {
    throw new Error(server.output(), { cause });
  });
  return url;
}

function nextMinor(before: string): string {
  const [major, minor] = before.split('.').map(Number) as [number, number];
  return `${major}.${minor + 1}.0`;
}
