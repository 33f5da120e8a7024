import type { ListOrder, SessionRecord, UserRecord } from '@scrollback/store';
import type { Context } from '../context.js';
import { createUser, eraseUser, requireLiveUser, type UserFields, updateUser } from '../decisions/users.js';
import { RefusalError } from '../errors.js';
import type { JsonObject } from '../json.js';
import { type MetadataPatch, toMetadataText } from '../metadata.js';
import { type Erased, eraseSessions } from './erasure.js';
import type { ListSessionsInput, PreconditionInput } from './sessions.js';
import { type Batches, type WalkInput, walkList } from './walk.js';

export interface CreateUserInput extends Partial<UserFields> {
  readonly id: string;
  readonly metadata?: JsonObject | undefined;
}

export interface UpdateUserInput extends PreconditionInput {
  /** Only the fields that are there are changed; `null` clears one. */
  readonly fields?: Partial<UserFields>;
  /** Merged into what is stored; `null` removes all of it. */
  readonly metadata?: MetadataPatch | null | undefined;
}

export interface ListUsersInput {
  /** The position to go on behind. */
  readonly after?: number | undefined;
  readonly limit: number;
  readonly order: ListOrder;
}

/** Users. Methods reject as those of `SessionService` do. */
export interface UserService {
  /** Refuses: `user_exists`, `user_erasing`. Of callers that race exactly one creates. */
  create(input: CreateUserInput): Promise<UserRecord>;
  /** Refuses: `user_not_found`. */
  get(id: string): Promise<UserRecord>;
  /** Parallel updates of different keys never lose one another. Refuses: `user_not_found`. */
  update(id: string, input: UpdateUserInput): Promise<UserRecord>;
  list(input: ListUsersInput): Promise<readonly UserRecord[]>;
  /** Users by position, as many as are asked for, however many there are. */
  walk(input: WalkInput): Promise<Batches<UserRecord>>;
  /** Whether anything is stored under `id`, also while it is being erased. */
  exists(id: string): Promise<boolean>;
  /** The sessions of one user, as `sessions.list` gives them. Refuses: `user_not_found`. */
  sessions(id: string, input: Omit<ListSessionsInput, 'userId'>): Promise<readonly SessionRecord[]>;
  /**
   * Removes the user, all its sessions (those in the trash too) and all their messages for good, and counts what it removed.
   *
   * From its first step on the user is not there for anybody. A crash half-way is finished by the next purge run of any
   * server, or by calling this again; the count is then what was left. Rejects with `erasure_unfinished` when the store fails
   * in between. Refuses: `user_not_found`.
   */
  erase(id: string, input?: PreconditionInput): Promise<Erased>;
}

export function createUserService(context: Context): UserService {
  const { store, limits, userWriter, now, newUuid } = context;
  return {
    async create({ id, email = null, firstName = null, lastName = null, metadata }) {
      const text = metadata === undefined ? null : toMetadataText(metadata, limits.metadata);
      const request = { id, uuid: newUuid(), email, firstName, lastName, metadata: text, now: now() };
      const { record } = await userWriter.submit(id, { decide: (stored) => createUser(stored, request) });
      return record;
    },

    async get(id) {
      return requireLiveUser(await store.users.find(id), id);
    },

    async update(id, { fields = {}, metadata, precondition }) {
      const request = { id, fields, metadata, precondition, limits: limits.metadata, now: now() };
      const { record } = await userWriter.submit(id, { decide: (stored) => updateUser(stored, request) });
      return record;
    },

    async list(query) {
      return await store.users.list({ ...query, state: 'live' });
    },

    async walk(range) {
      return await walkList((page) => store.users.list({ ...page, state: 'live', order: 'asc' }), range);
    },

    async exists(id) {
      return (await store.users.find(id)) !== undefined;
    },

    async sessions(id, query) {
      const { uuid } = requireLiveUser(await store.users.find(id), id);
      return await store.sessions.list({ ...query, userUuid: uuid });
    },

    async erase(id, { precondition } = {}) {
      const request = { id, precondition, now: now() };
      const { record } = await userWriter.submit(id, { decide: (stored) => eraseUser(stored, request) });
      try {
        return await eraseSessions(context, record);
      } catch (cause) {
        if (RefusalError.isInstance(cause)) throw cause;
        const message = 'the user is being erased, but not all of it is gone yet; the erasure goes on later';
        throw new RefusalError('erasure_unfinished', message, undefined, { cause });
      }
    },
  };
}
