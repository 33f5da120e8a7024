import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess, temporaryFolder } from '@scrollback/services';
import type { Python } from './find-python.js';

/** How one check ended. */
export interface Result {
  readonly name: string;
  /** A traceback; `null` when the check passed. */
  readonly error: string | null;
  /** How many methods of the client are proven, in words: only with the last check, which is about that. */
  readonly summary?: string;
}

export interface Servers {
  /** Takes every request; empty. */
  readonly url: string;
  /** Takes requests that carry a token signed with `secret`. */
  readonly securedUrl: string;
  readonly secret: string;
}

const program = join(import.meta.dirname, '../program');

/** The names of all checks, in the order they run. */
export function listChecks(python: Python): string[] {
  const output = execFileSync(python.interpreter, [...flags(python), program, '--list'], { encoding: 'utf8' });
  return JSON.parse(output) as string[];
}

/** Runs every check. Rejects, with what the program printed, when it did not come to its end. */
export async function runChecks(python: Python, { url, securedUrl, secret }: Servers): Promise<readonly Result[]> {
  const results = join(await temporaryFolder('python'), 'results');
  const options = ['--url', url, '--secured-url', securedUrl, '--secret', secret, '--results', results];
  const running = await startProcess({
    command: python.interpreter,
    args: [...flags(python), program, ...options],
    // No proxy stands before the servers of a test, and nothing of it is reported to LangSmith.
    env: { NO_PROXY: '127.0.0.1', LANGCHAIN_TRACING_V2: undefined, LANGSMITH_TRACING: undefined },
  });
  const { code, signal } = await running.exited;
  if (code !== 0) throw new Error(`the Python program ended with ${signal ?? code}\n${running.output()}`);
  const lines = (await readFile(results, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Result);
}

/**
 * `-I`: neither the variables nor the packages of whoever runs the tests change what is tested. The warnings are that
 * the clients are old, which is why they are here.
 */
function flags({ bytecode }: Python): string[] {
  return ['-I', '-W', 'ignore::DeprecationWarning', '-X', `pycache_prefix=${bytecode}`];
}
