import { describe, expect, it } from 'vitest';
import { judgePurge, recordTrim } from '../src/decisions/purge.js';
import { sessionRecord, stored, uuid } from './helpers/records.js';

const trashed = sessionRecord({
  state: 'deleted',
  deletedAt: 3_000,
  lastSeq: 9,
  hiddenThrough: 9,
  restoreHiddenThrough: 4,
  purgeableSince: 1_500,
});

describe('judgePurge', () => {
  it('purges a session that went to the trash before', () => {
    expect(judgePurge(trashed, 3_001)).toEqual({ kind: 'purge' });
  });

  it('trims what was cleared earlier of a younger one, and never what a restore would put back', () => {
    expect(judgePurge(trashed, 3_000)).toEqual({ kind: 'trim', after: 0, through: 4 });
  });

  it('trims the deleted messages of a live session', () => {
    const record = sessionRecord({ lastSeq: 9, hiddenThrough: 6, trimmedThrough: 2, purgeableSince: 1_500 });
    expect(judgePurge(record, 9_000)).toEqual({ kind: 'trim', after: 2, through: 6 });
  });

  it('only moves the date when there is nothing to remove yet', () => {
    expect(judgePurge({ ...trashed, trimmedThrough: 4 }, 3_000)).toEqual({ kind: 'redate' });
  });
});

describe('recordTrim', () => {
  it('leaves a live session with nothing to purge, and its time alone', () => {
    const record = sessionRecord({ lastSeq: 9, hiddenThrough: 6, purgeableSince: 1_500 });
    expect(recordTrim(stored(record), { uuid: uuid(1), through: 6 })?.record).toEqual({
      ...record,
      trimmedThrough: 6,
      purgeableSince: null,
      version: 4,
    });
  });

  it('keeps the date when more was cleared meanwhile', () => {
    const record = sessionRecord({ lastSeq: 9, hiddenThrough: 8, purgeableSince: 1_500 });
    expect(recordTrim(stored(record), { uuid: uuid(1), through: 6 })?.record.purgeableSince).toBe(1_500);
  });

  it('dates a session in the trash by when it went there', () => {
    expect(recordTrim(stored(trashed), { uuid: uuid(1), through: 4 })?.record.purgeableSince).toBe(3_000);
  });

  it('does not touch another life of the id, or nothing', () => {
    for (const record of [trashed, undefined]) {
      expect(() => recordTrim(stored(record), { uuid: uuid(8), through: 4 })).toThrow(
        expect.objectContaining({ code: 'session_not_found' }),
      );
    }
  });
});
