import type { Database } from './database.js';
import { FailureError } from './failure.js';
import type { Migration } from './migrations.js';
import { inTransaction } from './transaction.js';

/** `ScrB`, by which `file` and others can tell what the file is. */
const applicationId = 0x53637242;

const createLedger = `CREATE TABLE migrations (
  version INTEGER PRIMARY KEY,
  checksum TEXT NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT`;

/**
 * Takes the file to the layout of the last of `migrations`, one transaction for each step.
 *
 * Safe when several processes open the file at once: each step looks again under the lock. Throws `schema` when the file has
 * been further already, went through other steps, or belongs to somebody else, and `busy` when others have the lock.
 */
export function migrate(database: Database, migrations: readonly Migration[], now: number): void {
  while (stepsToDo(database, migrations).length > 0) {
    inTransaction(database, () => {
      const [step] = stepsToDo(database, migrations);
      if (step === undefined) return;
      if (step.version === 1) database.exec(`${createLedger}; PRAGMA application_id = ${applicationId}`);
      database.exec(step.sql);
      database
        .prepare('INSERT INTO migrations (version, checksum, applied_at) VALUES (?, ?, ?)')
        .run([step.version, step.checksum, now]);
      // Where each write looks whether the layout is still the one it knows.
      database.exec(`PRAGMA user_version = ${step.version}`);
    });
  }
}

function stepsToDo(database: Database, migrations: readonly Migration[]): readonly Migration[] {
  const applied = readLedger(database);
  for (const [index, { version, checksum }] of applied.entries()) {
    const known = migrations[index];
    if (known === undefined) {
      throw new FailureError(
        'schema',
        `the SQLite file has layout ${applied.at(-1)?.version}, newer than this version`,
      );
    }
    if (known.version !== version || known.checksum !== checksum) {
      throw new FailureError('schema', `the SQLite file went through another step ${version} than this version knows`);
    }
  }
  return migrations.slice(applied.length);
}

function readLedger(database: Database): { version: number; checksum: string }[] {
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all();
  if (tables.length === 0) return [];
  if (!tables.some(({ name }) => name === 'migrations')) {
    throw new FailureError('schema', 'the SQLite file belongs to another program');
  }
  const rows = database.prepare('SELECT version, checksum FROM migrations ORDER BY version').all();
  return rows.map(({ version, checksum }) => ({ version: Number(version), checksum: String(checksum) }));
}
