import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, trackedFiles } from '../src/index.js';

describe('tracked files', () => {
  const files = trackedFiles();

  it('hold no path of this machine', () => {
    const places = [root, homedir()].filter((place) => place.length > '/root'.length);
    expect(files.filter((file) => places.some((place) => text(file).includes(place)))).toEqual([]);
  });

  it('name no registry: the lockfile has no address, and no npm configuration says where packages come from', () => {
    expect(text('pnpm-lock.yaml').match(/https?:\/\/\S*|tarball:.*/g)).toBeNull();
    const configurations = files.filter((file) => /(^|\/)(\.npmrc|pnpm-workspace\.yaml)$/.test(file));
    expect(configurations.filter((file) => /registry\s*[=:]/.test(text(file)))).toEqual([]);
  });
});

function text(file: string): string {
  return readFileSync(join(root, file), 'latin1');
}
