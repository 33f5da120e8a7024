import type { Store } from '@scrollback/store';
import { brokenAcrossProcesses } from './across-processes.js';

/** What a worker process of the kit loads. */
export function open({ name, path }: { name: string; path: string }): Promise<Store> {
  const broken = brokenAcrossProcesses[name];
  if (broken === undefined) throw new Error(`There is no broken store called ${name}.`);
  return broken.open(path);
}
