import { expect, onTestFinished, test } from 'vitest';
import { loadDriver } from '../src/load-driver.js';
import { openFile, openReader } from '../src/open-file.js';
import { newPath } from './harness/open.js';

test.for([
  ['full', 2],
  ['normal', 1],
] as const)('a file opened as %s has a log, and confirms as it was told', async ([synchronous, level]) => {
  const path = await newPath();
  const driver = await loadDriver();
  const database = await openFile(driver, { path, synchronous, onWarning() {} }, Date.now() + 5_000);
  onTestFinished(() => database.close());
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: level });
  expect(database.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 0 });
});

test('a reader cannot write', async () => {
  const path = await newPath();
  const driver = await loadDriver();
  const database = await openFile(driver, { path, synchronous: 'full', onWarning() {} }, Date.now() + 5_000);
  onTestFinished(() => database.close());
  const reader = openReader(driver, path);
  onTestFinished(() => reader.close());
  expect(() => reader.exec('DELETE FROM sessions')).toThrow(/readonly/);
});
