import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { serveMinimalStore } from './served-store.js';

/** Arguments for Node with which a worker process reads this repository's TypeScript. */
export const execArgv = ['--conditions=source', '--import', import.meta.resolve('tsx')];

/** Serves a minimal store while the tests of the file run, and answers with the path of its socket. */
export function useServedStore(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-testkit-'));
  const path = join(folder, 'store.sock');
  let server: Awaited<ReturnType<typeof serveMinimalStore>> | undefined;
  beforeAll(async () => {
    server = await serveMinimalStore(path);
  });
  afterAll(async () => {
    await server?.close();
    await rm(folder, { recursive: true });
  });
  return path;
}
