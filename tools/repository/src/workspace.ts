import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  license?: string;
  type?: string;
  sideEffects?: boolean;
  description?: string;
  keywords?: string[];
  files?: string[];
  engines?: Record<string, string>;
  repository?: { url: string; directory: string };
  publishConfig?: Record<string, unknown>;
  exports?: Record<string, unknown>;
  scripts: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface WorkspacePackage {
  /** Below the root, for example `packages/core`. */
  path: string;
  folder: string;
  manifest: Manifest;
}

export const root = join(import.meta.dirname, '../../..');

/** Every package of the workspace that lies below `from`. */
export function workspacePackages(from = root): WorkspacePackage[] {
  return ['packages', 'apps', 'tools', 'compat', '.']
    .flatMap((parent) => readdirSync(join(from, parent)).map((name) => join(from, parent, name)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ path: relative(from, folder), folder, manifest: readManifest(folder) }));
}

export function isPublished({ manifest }: WorkspacePackage): boolean {
  return !manifest.private;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
