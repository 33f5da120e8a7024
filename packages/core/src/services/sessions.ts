import type { ListOrder, SessionRecord, SessionState } from '@scrollback/store';
import type { Context } from '../context.js';
import type { Precondition } from '../decisions/precondition.js';
import {
  createSession,
  deleteSession,
  requireLiveSession,
  restoreSession,
  updateSession,
} from '../decisions/sessions.js';
import type { JsonObject } from '../json.js';
import { type MetadataPatch, toMetadataText } from '../metadata.js';
import { withOwner } from './owner.js';
import { type Batches, type WalkInput, walkList } from './walk.js';

export interface CreateSessionInput {
  readonly id: string;
  readonly userId?: string | undefined;
  readonly metadata?: JsonObject | undefined;
}

export interface UpdateSessionInput {
  /** Merged into what is stored; `null` removes all of it. */
  readonly metadata?: MetadataPatch | null | undefined;
  /** Owner for a session that has none. */
  readonly userId?: string | undefined;
  /** Default false: a session in the trash is not there. */
  readonly undeletes?: boolean | undefined;
  readonly precondition?: Precondition | undefined;
}

export interface PreconditionInput {
  readonly precondition?: Precondition | undefined;
}

export interface ListSessionsInput {
  readonly state: SessionState;
  /** Only sessions of this user; an unknown user has none. */
  readonly userId?: string | undefined;
  /** The position to go on behind. */
  readonly after?: number | undefined;
  readonly limit: number;
  readonly order: ListOrder;
}

export interface WalkSessionsInput extends WalkInput {
  /** Only sessions of this user. */
  readonly userId?: string | undefined;
}

/** Sessions. Every method rejects with `RefusalError` for what the rules refuse and with `StoreError` when the store fails. */
export interface SessionService {
  /** Refuses: `session_exists` (live or in the trash), `unknown_user`. Of callers that race exactly one creates. */
  create(input: CreateSessionInput): Promise<SessionRecord>;
  /** Refuses: `session_not_found`. */
  get(id: string): Promise<SessionRecord>;
  /** Parallel updates of different keys never lose one another. Refuses: `session_not_found`, `session_has_user`, `unknown_user`. */
  update(id: string, input: UpdateSessionInput): Promise<SessionRecord>;
  /** To the trash. Refuses: `session_not_found`. */
  delete(id: string, input?: PreconditionInput): Promise<SessionRecord>;
  /** Out of the trash, with exactly the messages that went with it. Refuses: `session_not_found`, `session_not_deleted`. */
  restore(id: string, input?: PreconditionInput): Promise<SessionRecord>;
  /** By position; a full page unless the list ends with it. */
  list(input: ListSessionsInput): Promise<readonly SessionRecord[]>;
  /** Live sessions by position, as many as are asked for, however many there are. An unknown user has none. */
  walk(input: WalkSessionsInput): Promise<Batches<SessionRecord>>;
  /** Whether anything is stored under `id`, in the trash too. */
  exists(id: string): Promise<boolean>;
}

export function createSessionService(context: Context): SessionService {
  const { store, limits, sessionWriter, now, newUuid } = context;

  /** `undefined`: there is no such user, so nothing is listed. */
  async function filterOf(userId: string | undefined): Promise<{ readonly userUuid?: string } | undefined> {
    if (userId === undefined) return {};
    const user = await store.users.find(userId);
    return user?.state === 'live' ? { userUuid: user.uuid } : undefined;
  }

  return {
    async create({ id, userId, metadata }) {
      const text = metadata === undefined ? null : toMetadataText(metadata, limits.metadata);
      const fixed = { id, uuid: newUuid(), metadata: text, now: now() };
      const { record } = await withOwner(context, userId, (user) =>
        sessionWriter.submit(id, {
          decide: (stored) => createSession(stored, { ...fixed, user: user ?? null }),
        }),
      );
      return record;
    },

    async get(id) {
      return requireLiveSession(await store.sessions.find(id), id);
    },

    async update(id, { metadata, userId, undeletes = false, precondition }) {
      const fixed = { id, metadata, undeletes, precondition, limits: limits.metadata, now: now() };
      const { record } = await withOwner(context, userId, (user) =>
        sessionWriter.submit(id, {
          // The store may have to take back a commit that names a user, so nobody else's change may be in it.
          isAlone: user !== undefined,
          decide: (stored) => updateSession(stored, { ...fixed, user }),
        }),
      );
      return record;
    },

    async delete(id, { precondition } = {}) {
      const request = { id, precondition, now: now() };
      const { record } = await sessionWriter.submit(id, { decide: (stored) => deleteSession(stored, request) });
      return record;
    },

    async restore(id, { precondition } = {}) {
      const request = { id, precondition, now: now() };
      const { record } = await sessionWriter.submit(id, { decide: (stored) => restoreSession(stored, request) });
      return record;
    },

    async list({ userId, ...query }) {
      const filter = await filterOf(userId);
      return filter === undefined ? [] : await store.sessions.list({ ...query, ...filter });
    },

    async walk({ userId, ...range }) {
      const filter = await filterOf(userId);
      if (filter === undefined) return [];
      return await walkList((page) => store.sessions.list({ ...page, ...filter, state: 'live', order: 'asc' }), range);
    },

    async exists(id) {
      return (await store.sessions.find(id)) !== undefined;
    },
  };
}
