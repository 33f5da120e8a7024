import { expect, onTestFinished, test } from 'vitest';
import { createCleaner } from '../src/cleaner.js';
import { type Database, openDatabase } from '../src/database.js';
import { loadDriver } from '../src/load-driver.js';
import { migrate } from '../src/migrate.js';
import { loadMigrations } from '../src/migrations.js';
import { createSessionReads } from '../src/session-reads.js';
import { createSessionWrites } from '../src/session-writes.js';
import { createUserReads } from '../src/user-reads.js';
import { createUserWrites } from '../src/user-writes.js';

/** A database with the current layout, and the text of every statement that the store prepares on it. */
async function prepareAll(): Promise<{ database: Database; statements: readonly string[] }> {
  const database = openDatabase(await loadDriver(), ':memory:');
  onTestFinished(() => database.close());
  migrate(database, loadMigrations(), 0);
  const statements = new Set<string>();
  const recording: Database = {
    ...database,
    prepare(sql) {
      statements.add(sql);
      return database.prepare(sql);
    },
  };
  createSessionReads(recording);
  createUserReads(recording);
  createSessionWrites(recording);
  createUserWrites(recording);
  createCleaner(
    recording,
    (work) => work(),
    () => {},
  );
  return { database, statements: [...statements].filter((sql) => /^(SELECT|UPDATE|DELETE|INSERT)/.test(sql)) };
}

/** What reads something that an index does not bound: no table is walked, and nothing is sorted. */
const unbounded = /^SCAN (?!json_each VIRTUAL TABLE|\(subquery)|TEMP B-TREE FOR/;

test('every statement finds its rows by an index', async () => {
  const { database, statements } = await prepareAll();
  expect(statements.length).toBeGreaterThan(20);
  for (const sql of statements) {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    const steps = plan.map(({ detail }) => String(detail));
    // The oldest row of the table of purged sessions is all that is asked for.
    const bad = steps.filter((step) => unbounded.test(step) && !(step === 'SCAN purged' && sql.endsWith('LIMIT 1')));
    expect(bad, `${sql}\n${steps.join('\n')}`).toEqual([]);
  }
});

test('no statement numbers its values: node:sqlite of Node 22.13 cannot bind them', async () => {
  const { statements } = await prepareAll();
  expect(statements.filter((sql) => /\?\d/.test(sql))).toEqual([]);
});

test('a walk of a table, or a sort, is recognised', async () => {
  const { database } = await prepareAll();
  const plan = (sql: string) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail));
  for (const sql of ['SELECT * FROM sessions', 'SELECT * FROM messages WHERE session = 1 ORDER BY json']) {
    expect(plan(sql).some((step) => unbounded.test(step))).toBe(true);
  }
});
