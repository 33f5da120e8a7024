import { describe, expect, it } from 'vitest';
import { createUser, eraseUser, requireLiveUser, updateUser } from '../src/decisions/users.js';
import { stored, userRecord, uuid } from './helpers/records.js';

const create = { id: 'ada', uuid: uuid(9), email: null, firstName: null, lastName: null, metadata: null, now: 5_000 };
const update = {
  id: 'ada',
  fields: {},
  metadata: undefined,
  precondition: undefined,
  limits: { maxBytes: 1_000, maxDepth: 32 },
  now: 5_000,
};

describe('users', () => {
  it('are created once', () => {
    expect(createUser(stored(undefined), create).record).toMatchObject({ uuid: uuid(9), version: 1, state: 'live' });
    expect(() => createUser(stored(userRecord()), create)).toThrow(expect.objectContaining({ code: 'user_exists' }));
  });

  it('cannot be made again while they are being erased', () => {
    expect(() => createUser(stored(userRecord({ state: 'erasing' })), create)).toThrow(
      expect.objectContaining({ code: 'user_erasing' }),
    );
  });

  it('change only in the fields that are given; null clears one', () => {
    const { record } = updateUser(stored(userRecord()), { ...update, fields: { email: null, lastName: 'Lovelace' } });
    expect(record).toEqual(userRecord({ email: null, lastName: 'Lovelace', version: 6, updatedAt: 5_000 }));
  });

  it('are not there for anybody while they are being erased', () => {
    const erasing = userRecord({ state: 'erasing' });
    expect(() => requireLiveUser(erasing, 'ada')).toThrow(expect.objectContaining({ code: 'user_not_found' }));
    expect(() => updateUser(stored(erasing), update)).toThrow(expect.objectContaining({ code: 'user_not_found' }));
  });

  it('can be erased again by whoever joins the erasure', () => {
    const request = { id: 'ada', precondition: undefined, now: 5_000 };
    const first = eraseUser(stored(userRecord()), request);
    expect(first).toMatchObject({ isWrite: true, record: { state: 'erasing', version: 6 } });
    expect(eraseUser(stored(first.record), request)).toMatchObject({ isWrite: false, record: { version: 6 } });
    expect(() => eraseUser(stored(undefined), request)).toThrow(expect.objectContaining({ code: 'user_not_found' }));
  });
});
