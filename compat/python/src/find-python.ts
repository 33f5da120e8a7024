import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** What `npm test` installs from requirements.txt: see scripts/lib/python.mjs, which names the same folder. */
const environment = join(root, 'node_modules/.cache/scrollback/python');

export interface Python {
  readonly interpreter: string;
  /** Where Python keeps what it compiles: not among the sources, and there for the next run. */
  readonly bytecode: string;
}

/** The Python of the checks' own environment; `undefined` where there is none. */
export function findPython(): Python | undefined {
  const interpreter = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  return existsSync(interpreter) ? { interpreter, bytecode: join(environment, 'bytecode') } : undefined;
}
