import { StoreError } from '@scrollback/store';
import { expect, test } from 'vitest';
import { toError, toStoreError } from '../src/errors.js';
import { FailureError, toFailure } from '../src/failure.js';
import { sqliteError } from './harness/engine.js';

const codeOf = (error: unknown) => {
  const found = toStoreError(error, { operation: 'sessions.find', id: 'a' });
  return StoreError.isInstance(found) ? found.code : found;
};

test.for([
  ['busy', 5, 'store_unavailable'],
  ['busy while it recovers', 5 | (1 << 8), 'store_unavailable'],
  ['a disk that cannot be read', 10 | (1 << 8), 'store_unavailable'],
  ['a file system that is damaged', 10 | (33 << 8), 'store_corrupt'],
  ['a damaged index', 11 | (3 << 8), 'store_corrupt'],
  ['no room', 13, 'store_full'],
  ['a file that cannot be opened', 14, 'store_unavailable'],
  ['no database', 26, 'store_corrupt'],
  ['a read-only file', 8 | (2 << 8), 'store_unavailable'],
  ['a table that is not there', 1, 'store_corrupt'],
] as const)('%s has the code of the port', ([, resultCode, code]) => {
  expect(codeOf(sqliteError('staged', resultCode))).toBe(code);
  expect(codeOf(Object.assign(new Error('staged'), { rawCode: resultCode }))).toBe(code);
});

test('what libsql only writes down is understood', () => {
  const opening = (code: number) =>
    new Error(`ConnectionFailed("Unable to open connection to local database /a: ${code}")`);
  expect(codeOf(opening(26))).toBe('store_corrupt');
  expect(codeOf(opening(14))).toBe('store_unavailable');
});

test('what is no error of SQLite has a code too', () => {
  expect(codeOf(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))).toBe('store_full');
  expect(codeOf(Object.assign(new Error('permission denied'), { code: 'EACCES' }))).toBe('store_unavailable');
  expect(codeOf(new FailureError('unknown', 'staged'))).toBe('store_outcome_unknown');
  expect(codeOf(new FailureError('schema', 'staged'))).toBe('store_schema');
  expect(codeOf(new FailureError('moved', 'staged'))).toBe('store_unavailable');
});

test('a defect is no failure of the store, in a thread neither: nobody is told to try again', () => {
  const defects = [
    new TypeError('staged'),
    new RangeError('staged'),
    Object.assign(new Error('staged'), { code: 'ERR_INVALID_STATE' }),
    'staged',
  ];
  for (const defect of defects) {
    expect(codeOf(defect)).toBe(defect);
    const reported = toError(toFailure(defect));
    expect(codeOf(reported)).toBe(reported);
  }
});

test('an error of the port names the operation and the id, and keeps its cause', () => {
  const cause = sqliteError('staged', 13);
  expect(toStoreError(cause, { operation: 'sessions.commit', id: 'a' })).toMatchObject({
    operation: 'sessions.commit',
    id: 'a',
    cause,
  });
});
