import type { ApiPromise } from '../api-promise.js';
import { routes } from '../generated/routes.js';
import { list } from '../list.js';
import type { ListPromise } from '../list-promise.js';
import type { RequestOptions, WriteOptions } from '../request-options.js';
import type { Send } from '../send.js';
import type { CreateUser, ErasedUser, ListUserSessions, ListUsers, Session, UpdateUser, User } from '../types.js';

/** The people, or whatever else, that sessions belong to. */
export class Users {
  readonly #send: Send;

  /** @internal */
  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Creates a user. `ConflictError` if the id exists.
   *
   * Not tried again once it may have been done: the repeat would be refused as a conflict with itself.
   */
  create(user: CreateUser, options?: RequestOptions): ApiPromise<User> {
    return this.#send({ route: routes.users.create, body: user, options });
  }

  /** Reads a user. `NotFoundError` if there is none. */
  get(userId: string, options?: RequestOptions): ApiPromise<User> {
    return this.#send({ route: routes.users.get, path: { user_id: userId }, options });
  }

  /**
   * Sets the fields that are given and merges metadata (RFC 7396: `null` removes a key). Tried again like
   * `sessions.update`.
   */
  update(userId: string, changes: UpdateUser, options?: WriteOptions): ApiPromise<User> {
    return this.#send({ route: routes.users.update, path: { user_id: userId }, body: changes, options });
  }

  /**
   * Removes a user, all its sessions and all their messages for good, and tells how many they were.
   *
   * Tried again also when it may have been done: a repeat joins an erasure that is still going on. After one that is over
   * it rejects with `NotFoundError`, since nobody knows the numbers any more. A user who is created again under this id
   * between two attempts goes, too; `ifMatch` rules that out.
   */
  delete(userId: string, options?: WriteOptions): ApiPromise<ErasedUser> {
    return this.#send({ route: routes.users.delete, path: { user_id: userId }, options });
  }

  /** Users in the order in which they were created. Nothing is sent until it is awaited or looped over. */
  list(query?: ListUsers, options?: RequestOptions): ListPromise<User> {
    return list(this.#send, { route: routes.users.list, query, options });
  }

  /** The sessions of one user, as `sessions.list` gives them. */
  sessions(userId: string, query?: ListUserSessions, options?: RequestOptions): ListPromise<Session> {
    return list(this.#send, { route: routes.users.sessions, path: { user_id: userId }, query, options });
  }
}
