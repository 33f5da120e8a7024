import { expect, it } from 'vitest';
import { type SessionRecord, sessionWith } from '../src/index.js';

/** No field has the value that a default would give. */
const record: SessionRecord = {
  id: 's',
  uuid: '0193b1c0-0000-7000-8000-000000000001',
  position: 7,
  version: 3,
  state: 'deleted',
  user: { id: 'u', uuid: '0193b1c0-0000-7000-8000-000000000002' },
  metadata: '{"a":1}',
  createdAt: 1,
  updatedAt: 2,
  deletedAt: 3,
  lastSeq: 9,
  hiddenThrough: 8,
  restoreHiddenThrough: 5,
  trimmedThrough: 4,
  purgeableSince: 6,
};

const other: SessionRecord = {
  id: 't',
  uuid: '0193b1c0-0000-7000-8000-000000000003',
  position: 0,
  version: 0,
  state: 'live',
  user: null,
  metadata: null,
  createdAt: 0,
  updatedAt: 0,
  deletedAt: null,
  lastSeq: 0,
  hiddenThrough: 0,
  restoreHiddenThrough: null,
  trimmedThrough: 0,
  purgeableSince: null,
};

it('without changes it is the same record, in an object of its own', () => {
  expect(sessionWith(record, {})).toStrictEqual(record);
  expect(sessionWith(record, {})).not.toBe(record);
});

it.for(Object.keys(record) as (keyof SessionRecord)[])('changes %s alone, also to zero, nothing and null', (name) => {
  expect(sessionWith(record, { [name]: other[name] })).toStrictEqual({ ...record, [name]: other[name] });
  expect(sessionWith(other, { [name]: record[name] })).toStrictEqual({ ...other, [name]: record[name] });
  expect(sessionWith(record, { [name]: undefined })).toStrictEqual(record);
});
