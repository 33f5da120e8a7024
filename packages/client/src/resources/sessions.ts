import type { ApiPromise } from '../api-promise.js';
import { routes } from '../generated/routes.js';
import { list } from '../list.js';
import type { ListPromise } from '../list-promise.js';
import type { RequestOptions, WriteOptions } from '../request-options.js';
import type { Send } from '../send.js';
import type { CreateSession, ListSessions, ReadWindow, Session, SessionMessages, UpdateSession } from '../types.js';

/** Conversations. Adding messages creates them too: see `messages.add`. */
export class Sessions {
  readonly #send: Send;

  /** @internal */
  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Creates a session. `ConflictError` if the id exists, in the trash too; refused if the user is not there.
   *
   * Not tried again once it may have been done: the repeat would be refused as a conflict with itself.
   */
  create(session: CreateSession, options?: RequestOptions): ApiPromise<Session> {
    return this.#send({ route: routes.sessions.create, body: session, options });
  }

  /** Reads a session. `NotFoundError` if there is none, or if it is in the trash. */
  get(sessionId: string, options?: RequestOptions): ApiPromise<Session> {
    return this.#send({ route: routes.sessions.get, path: { session_id: sessionId }, options });
  }

  /**
   * Merges metadata into what is stored (RFC 7396: `null` removes a key), and gives a session without a user its user.
   * Parallel updates of different keys never lose one another; of one key, the later wins.
   *
   * Tried again also when it may have been done, so its value can be written twice, the second time over a value that
   * somebody else wrote between the two. `ifMatch` rules that out.
   */
  update(sessionId: string, changes: UpdateSession, options?: WriteOptions): ApiPromise<Session> {
    return this.#send({ route: routes.sessions.update, path: { session_id: sessionId }, body: changes, options });
  }

  /**
   * Moves a session and its messages to the trash, from where `restore` brings them back until they are purged.
   *
   * Tried again also when it may have been done; a repeat that finds no session has succeeded. A session that somebody brings
   * back between two attempts goes again; `ifMatch` rules that out.
   */
  delete(sessionId: string, options?: WriteOptions): ApiPromise<void> {
    return this.#send({
      route: routes.sessions.delete,
      path: { session_id: sessionId },
      options,
      doneCode: 'session_not_found',
    });
  }

  /**
   * Takes a session out of the trash with exactly the messages that went there with it. `ConflictError` if it is not there.
   *
   * Not tried again once it may have been done: the repeat would be refused as a conflict with itself.
   */
  restore(sessionId: string, options?: WriteOptions): ApiPromise<Session> {
    return this.#send({ route: routes.sessions.restore, path: { session_id: sessionId }, options });
  }

  /**
   * Sessions in the order in which they were created, live ones unless `state` says otherwise. Nothing is sent until it is
   * awaited or looped over.
   */
  list(query?: ListSessions, options?: RequestOptions): ListPromise<Session> {
    return list(this.#send, { route: routes.sessions.list, query, options });
  }

  /** The newest messages, oldest first: ready to go into a prompt. */
  window(sessionId: string, query?: ReadWindow, options?: RequestOptions): ApiPromise<SessionMessages> {
    return this.#send({ route: routes.sessions.window, path: { session_id: sessionId }, query, options });
  }
}
