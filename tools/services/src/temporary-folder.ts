import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from './watchdog.js';

/** A new folder, removed at the latest when this process ends. */
export async function temporaryFolder(purpose: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `scrollback-${purpose}-`));
  removeAtEnd(folder);
  return folder;
}
