import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A step from one layout to the next. It never changes once it was released. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
  /** Of `sql`: tells a step that was changed afterwards from the one that a file went through. */
  readonly checksum: string;
}

/** Append only. */
const files = ['0001-first.sql'];

export function createMigration(version: number, sql: string): Migration {
  return { version, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

let loaded: readonly Migration[] | undefined;

/** All steps, from an empty file to the layout of this version. */
export function loadMigrations(): readonly Migration[] {
  loaded ??= files.map((file, index) =>
    createMigration(index + 1, readFileSync(new URL(`../migrations/${file}`, import.meta.url), 'utf8')),
  );
  return loaded;
}
