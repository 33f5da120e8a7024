import { type SessionRecord, sessionWith, type UserReference } from '@scrollback/store';
import { RefusalError } from '../errors.js';
import { changeMetadata, type MetadataLimits, type MetadataPatch } from '../metadata.js';
import { type Decision, keep, nextVersion, type Stored, type Versioned, write } from './decision.js';
import { type Precondition, requireVersion } from './precondition.js';

export interface CreateSession {
  readonly id: string;
  /** Drawn for this request: the life that it begins if it creates the session. */
  readonly uuid: string;
  readonly user: UserReference | null;
  /** JSON text. */
  readonly metadata: string | null;
  readonly now: number;
}

/** A session must not exist yet, not even in the trash. */
export function createSession({ record }: Stored<SessionRecord>, request: CreateSession): Decision<SessionRecord> {
  if (record === undefined) return write(newSession(request));
  const place = record.state === 'deleted' ? 'in the trash: restore it, or add messages to it' : 'already there';
  throw new RefusalError('session_exists', `session ${JSON.stringify(request.id)} is ${place}`, '/session_id', {
    id: request.id,
  });
}

export interface UpdateSession {
  readonly id: string;
  /** Merged into what is stored. `null` removes all of it; `undefined` leaves it. */
  readonly metadata: MetadataPatch | null | undefined;
  /** Owner for a session that has none. */
  readonly user: UserReference | undefined;
  /** Whether a session in the trash comes back by this update (Zep) or is not there (native surface). */
  readonly undeletes: boolean;
  readonly precondition: Precondition | undefined;
  readonly limits: MetadataLimits;
  readonly now: number;
}

export function updateSession({ record }: Stored<SessionRecord>, request: UpdateSession): Decision<SessionRecord> {
  const current = request.undeletes ? requireSession(record, request.id) : requireLiveSession(record, request.id);
  requireVersion(current, request.precondition);
  if (request.metadata === undefined && request.user === undefined && !request.undeletes) return keep(current);
  const base = current.state === 'deleted' ? undelete(current) : current;
  return write(
    changed(base, request.now, {
      metadata: changeMetadata(base.metadata, request.metadata, request.limits),
      user: updatedUser(base, request.user),
    }),
  );
}

export interface ChangeSession {
  readonly id: string;
  readonly precondition: Precondition | undefined;
  readonly now: number;
}

/** Hides the session and all its messages; both come back by a restore until the purge. */
export function deleteSession({ record }: Stored<SessionRecord>, request: ChangeSession): Decision<SessionRecord> {
  const current = requireLiveSession(record, request.id);
  requireVersion(current, request.precondition);
  return write(
    changed(current, request.now, {
      state: 'deleted',
      deletedAt: request.now,
      hiddenThrough: current.lastSeq,
      restoreHiddenThrough: current.hiddenThrough,
      purgeableSince: current.purgeableSince ?? request.now,
    }),
  );
}

/** Takes the session out of the trash with exactly the messages that went there with it. */
export function restoreSession({ record }: Stored<SessionRecord>, request: ChangeSession): Decision<SessionRecord> {
  const current = requireSession(record, request.id);
  requireVersion(current, request.precondition);
  if (current.state === 'live') {
    throw new RefusalError('session_not_deleted', `session ${JSON.stringify(request.id)} is not in the trash`);
  }
  const hiddenThrough = current.restoreHiddenThrough ?? current.hiddenThrough;
  return write(
    changed(current, request.now, {
      state: 'live',
      deletedAt: null,
      hiddenThrough,
      restoreHiddenThrough: null,
      purgeableSince: hiddenThrough > current.trimmedThrough ? current.purgeableSince : null,
    }),
  );
}

/** Deletes all messages and keeps the session. These messages do not come back. */
export function clearMessages({ record }: Stored<SessionRecord>, request: ChangeSession): Decision<SessionRecord> {
  const current = requireLiveSession(record, request.id);
  requireVersion(current, request.precondition);
  return write(
    changed(current, request.now, {
      hiddenThrough: current.lastSeq,
      purgeableSince: current.lastSeq > current.trimmedThrough ? (current.purgeableSince ?? request.now) : null,
    }),
  );
}

export function newSession(request: CreateSession): SessionRecord {
  return {
    id: request.id,
    uuid: request.uuid,
    position: 0,
    version: 1,
    state: 'live',
    user: request.user,
    metadata: request.metadata,
    createdAt: request.now,
    updatedAt: request.now,
    deletedAt: null,
    lastSeq: 0,
    hiddenThrough: 0,
    restoreHiddenThrough: null,
    trimmedThrough: 0,
    purgeableSince: null,
  };
}

/** Back from the trash by writing: the messages that were deleted with it stay deleted and go at the next purge. */
export function undelete(record: SessionRecord): SessionRecord {
  return sessionWith(record, {
    state: 'live',
    deletedAt: null,
    restoreHiddenThrough: null,
    purgeableSince: record.hiddenThrough > record.trimmedThrough ? record.purgeableSince : null,
  });
}

/** The next version of a session, with `changes`. */
export function changed(
  record: SessionRecord,
  now: number,
  changes: Partial<Omit<SessionRecord, keyof Versioned>> = {},
): SessionRecord {
  return sessionWith(sessionWith(record, nextVersion(record, now)), changes);
}

function requireSession(record: SessionRecord | undefined, id: string): SessionRecord {
  if (record !== undefined) return record;
  throw new RefusalError('session_not_found', `session ${JSON.stringify(id)} does not exist`);
}

export function requireLiveSession(record: SessionRecord | undefined, id: string): SessionRecord {
  if (record?.state === 'live') return record;
  return requireSession(undefined, id);
}

function updatedUser(record: SessionRecord, user: UserReference | undefined): UserReference | null {
  if (user === undefined || record.user?.uuid === user.uuid) return record.user;
  if (record.user === null) return user;
  throw new RefusalError('session_has_user', 'the session belongs to another user', '/user_id');
}
