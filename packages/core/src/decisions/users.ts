import type { UserRecord } from '@scrollback/store';
import { RefusalError } from '../errors.js';
import { changeMetadata, type MetadataLimits, type MetadataPatch } from '../metadata.js';
import { type Decision, keep, nextVersion, type Stored, write } from './decision.js';
import { type Precondition, requireVersion } from './precondition.js';

export interface UserFields {
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export interface CreateUser extends UserFields {
  readonly id: string;
  /** Drawn for this request: the life that it begins. */
  readonly uuid: string;
  /** JSON text. */
  readonly metadata: string | null;
  readonly now: number;
}

export function createUser({ record }: Stored<UserRecord>, request: CreateUser): Decision<UserRecord> {
  const { id, uuid, email, firstName, lastName, metadata, now } = request;
  if (record?.state === 'erasing') {
    throw new RefusalError('user_erasing', `user ${JSON.stringify(id)} is being erased`, '/user_id', { id });
  }
  if (record !== undefined) {
    throw new RefusalError('user_exists', `user ${JSON.stringify(id)} is already there`, '/user_id', { id });
  }
  return write({
    id,
    uuid,
    position: 0,
    version: 1,
    state: 'live',
    email,
    firstName,
    lastName,
    metadata,
    createdAt: now,
    updatedAt: now,
  });
}

export interface UpdateUser {
  readonly id: string;
  /** Only the fields that are there are changed. */
  readonly fields: Partial<UserFields>;
  /** Merged into what is stored. `null` removes all of it; `undefined` leaves it. */
  readonly metadata: MetadataPatch | null | undefined;
  readonly precondition: Precondition | undefined;
  readonly limits: MetadataLimits;
  readonly now: number;
}

export function updateUser({ record }: Stored<UserRecord>, request: UpdateUser): Decision<UserRecord> {
  const current = requireLiveUser(record, request.id);
  requireVersion(current, request.precondition);
  return write({
    ...current,
    ...nextVersion(current, request.now),
    ...request.fields,
    metadata: changeMetadata(current.metadata, request.metadata, request.limits),
  });
}

export interface EraseUser {
  readonly id: string;
  readonly precondition: Precondition | undefined;
  readonly now: number;
}

/** From now on the user is not there for anybody; erasing it once more joins the erasure that is going on. */
export function eraseUser({ record }: Stored<UserRecord>, request: EraseUser): Decision<UserRecord> {
  if (record?.state === 'erasing') return keep(record);
  const current = requireLiveUser(record, request.id);
  requireVersion(current, request.precondition);
  return write({
    ...current,
    ...nextVersion(current, request.now),
    state: 'erasing',
  });
}

export function requireLiveUser(record: UserRecord | undefined, id: string): UserRecord {
  if (record?.state === 'live') return record;
  throw new RefusalError('user_not_found', `user ${JSON.stringify(id)} does not exist`);
}
