import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { ScriptName } from '../../src/scripts.js';

const folder = new URL('../../lua/', import.meta.url);

const names = new Map<string, string>();
for (const file of readdirSync(folder)) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const name = file.replace('.lua', '').replace(/-./g, (match) => match.slice(1).toUpperCase());
  names.set(text, name);
  names.set(createHash('sha1').update(text).digest('hex'), name);
}

/** The script that a request to Redis runs, by its hash or as a whole. */
export function scriptOf([command = '', script = '']: readonly string[]): ScriptName | undefined {
  return /^eval(sha)?$/i.test(command) ? (names.get(script) as ScriptName | undefined) : undefined;
}
