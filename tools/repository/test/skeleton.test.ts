import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPublished, root, workspacePackages } from '../src/index.js';

const all = workspacePackages();
const published = all.filter(isPublished);

describe('skeleton', () => {
  it('publishes what is below packages/ and apps/, and nothing else', () => {
    expect(published).toEqual(all.filter(({ path }) => /^(packages|apps)\//.test(path)));
    expect(published.length).toBeGreaterThanOrEqual(8);
  });

  it.each(all)('$path is named after its folder, and is an ES module under the MIT licence', ({ path, manifest }) => {
    expect(manifest).toMatchObject({ name: `@scrollback/${path.split('/').at(-1)}`, type: 'module', license: 'MIT' });
    expect(manifest.description).toMatch(/\w+ \w+/);
  });

  it.each(all)('$path has the files that every package has', ({ path, folder, manifest }) => {
    const files = ['README.md', 'tsconfig.json', 'src'];
    if (!manifest.private) files.push('LICENSE', 'tsconfig.build.json', 'src/index.ts');
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    expect(readFileSync(join(folder, 'tsconfig.json'), 'utf8'), path).toContain('tsconfig.base.json');
  });

  it.each(all)('$path has the scripts that every package has', ({ path, manifest }) => {
    const { build, typecheck, test } = manifest.scripts;
    const up = path.replaceAll(/[^/]+/g, '..');
    expect({ typecheck, test }).toEqual({
      typecheck: 'tsc -p tsconfig.json',
      test: `vitest run --root ${up} --project ${path.split('/').at(-1)}`,
    });
    expect(build).toBe(manifest.private ? undefined : 'tsc -p tsconfig.build.json');
  });
});

describe('published package', () => {
  const engines = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines;

  it.each(published)('$path can be published, with its origin', ({ path, manifest }) => {
    expect(manifest).toMatchObject({
      engines,
      sideEffects: false,
      publishConfig: { access: 'public', provenance: true },
      repository: { directory: path },
    });
    expect(manifest.keywords).toContain('scrollback');
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'src']));
    expect(readFileSync(join(root, path, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
  });

  it.each(published)('$path is read from source in development and from dist in production', ({ manifest }) => {
    expect(Object.entries(manifest.exports?.['.'] ?? {})).toEqual([
      ['source', './src/index.ts'],
      ['types', './dist/index.d.ts'],
      ['default', './dist/index.js'],
    ]);
  });

  it.each(published)('$path has a README of 60 to 120 lines', ({ folder }) => {
    const lines = readFileSync(join(folder, 'README.md'), 'utf8').trimEnd().split('\n').length;
    expect(lines).toBeGreaterThanOrEqual(60);
    expect(lines).toBeLessThanOrEqual(120);
  });
});
