import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { toFailure } from '../src/failure.js';
import { migrate } from '../src/migrate.js';
import { createMigration, loadMigrations, type Migration } from '../src/migrations.js';
import { newPath, openBeside, openStore } from './harness/open.js';
import { create, newMessages } from './harness/records.js';

/** What later versions might add. */
const steps: readonly Migration[] = [
  ...loadMigrations(),
  createMigration(loadMigrations().length + 1, 'ALTER TABLE sessions ADD COLUMN topic TEXT'),
  createMigration(
    loadMigrations().length + 2,
    'CREATE INDEX sessions_by_topic ON sessions (topic);\nDROP TABLE purged',
  ),
];

async function newDatabase(path?: string) {
  const file = path ?? (await newPath());
  await mkdir(dirname(file), { recursive: true });
  return openBeside(file);
}

const layoutOf = (database: Awaited<ReturnType<typeof newDatabase>>) =>
  database.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").all();

test.for(steps.map((_, index) => index))('a file of layout %i becomes one of the last layout', async (earlier) => {
  const fresh = await newDatabase();
  migrate(fresh, steps, 1);
  const database = await newDatabase();
  migrate(database, steps.slice(0, earlier), 1);
  migrate(database, steps, 2);
  expect(layoutOf(database)).toEqual(layoutOf(fresh));
  const ledger = database.prepare('SELECT version, checksum, applied_at FROM migrations ORDER BY version').all();
  expect(ledger).toEqual(
    steps.map(({ version, checksum }, index) => ({ version, checksum, applied_at: index < earlier ? 1 : 2 })),
  );
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: steps.length });
  migrate(database, steps, 3);
  expect(database.prepare('SELECT max(applied_at) AS last FROM migrations').get()).toEqual({
    last: earlier < steps.length ? 2 : 1,
  });
});

test('a file of any layout keeps what it holds', async () => {
  const path = await newPath();
  const store = openStore(path);
  const messages = newMessages(3);
  const record = await create(store, { metadata: '{"a":[]}' }, messages);
  await store.close();
  const database = await openBeside(path);
  migrate(database, steps.slice(0, -1), 1);
  expect(database.prepare('SELECT position, topic FROM sessions').all()).toEqual([
    { position: record.position, topic: null },
  ]);
  expect(database.prepare('SELECT json FROM messages ORDER BY seq').all()).toEqual(
    messages.map(({ json }) => ({ json })),
  );
});

test('a step that fails leaves the layout before it, and is done when it can be', async () => {
  const database = await newDatabase();
  const broken = createMigration(2, 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE sessions (a INTEGER)');
  expect(() => migrate(database, [...loadMigrations().slice(0, 1), broken], 1)).toThrow(/already exists/);
  expect(layoutOf(database).some(({ name }) => name === 'half')).toBe(false);
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
  migrate(database, steps, 2);
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: steps.length });
});

test('a file that went further, or through other steps, is refused', async () => {
  const database = await newDatabase();
  migrate(database, steps, 1);
  const changed = [createMigration(1, 'SELECT 1'), ...steps.slice(1)];
  for (const known of [steps.slice(0, -1), changed]) {
    let failure: unknown;
    try {
      migrate(database, known, 2);
    } catch (error) {
      failure = toFailure(error).kind;
    }
    expect(failure).toBe('schema');
  }
});

test('stores that make the same file at once all find it whole', async () => {
  const path = await newPath();
  const stores = Array.from({ length: 6 }, () => openStore(path));
  await Promise.all(stores.map((store) => store.ping()));
  const records = await Promise.all(stores.map((store) => create(store)));
  expect(records.map(({ position }) => position).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
});
