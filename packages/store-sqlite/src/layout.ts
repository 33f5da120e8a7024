import type { Database } from './database.js';
import { FailureError } from './failure.js';
import { loadMigrations } from './migrations.js';

/** Answers with a function that throws `schema` when a newer process has changed the file since it was opened here. */
export function createLayoutCheck(database: Database): () => void {
  const layout = database.prepare('PRAGMA user_version');
  return () => {
    const version = layout.get()?.user_version;
    if (version === loadMigrations().length) return;
    const message = `the SQLite file has changed to layout ${version}, which this version does not know`;
    throw new FailureError('schema', message);
  };
}
