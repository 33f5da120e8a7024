import type { ApiPromise } from '../api-promise.js';
import { routes } from '../generated/routes.js';
import { list } from '../list.js';
import type { ListPromise } from '../list-promise.js';
import type { RequestOptions, WriteOptions } from '../request-options.js';
import type { Send } from '../send.js';
import type { AddMessages, ListMessages, Message, SessionMessages, UpdateMessage } from '../types.js';
import { randomUuid } from '../uuid.js';

/** The entries of a session. */
export class Messages {
  readonly #send: Send;

  /** @internal */
  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Adds 1 to 1,000 messages, all or none, in this order, under consecutive `seq`. Creates the session if it is missing and
   * brings it back if it is in the trash.
   *
   * Every message without a uuid gets one before the first attempt, so attempts are repeated without storing anything
   * twice. A second *call* is a repeat only if you gave the uuids yourself: messages that the session has already, with
   * the same role and content, are then answered and not stored again.
   */
  add(sessionId: string, { messages, ...session }: AddMessages, options?: WriteOptions): ApiPromise<SessionMessages> {
    return this.#send({
      route: routes.messages.add,
      path: { session_id: sessionId },
      body: { messages: messages.map((message) => ({ ...message, uuid: message.uuid ?? randomUuid() })), ...session },
      options,
      isRepeatable: true,
    });
  }

  /** All messages of a session, by `seq`. Nothing is sent until it is awaited or looped over. */
  list(sessionId: string, query?: ListMessages, options?: RequestOptions): ListPromise<Message> {
    return list(this.#send, { route: routes.messages.list, path: { session_id: sessionId }, query, options });
  }

  /** Reads one message. `NotFoundError` if the session has none of this uuid. */
  get(sessionId: string, uuid: string, options?: RequestOptions): ApiPromise<Message> {
    return this.#send({ route: routes.messages.get, path: { session_id: sessionId, uuid }, options });
  }

  /**
   * Merges metadata into one message (RFC 7396: `null` removes a key). Role and content never change. Tried again like
   * `sessions.update`; `ifMatch` takes the ETag of the session.
   */
  update(sessionId: string, uuid: string, changes: UpdateMessage, options?: WriteOptions): ApiPromise<Message> {
    return this.#send({ route: routes.messages.update, path: { session_id: sessionId, uuid }, body: changes, options });
  }

  /**
   * Deletes all messages for good and keeps the session.
   *
   * Tried again also when it may have been done, so messages that somebody adds between two attempts go too. `ifMatch` rules
   * that out.
   */
  clear(sessionId: string, options?: WriteOptions): ApiPromise<void> {
    return this.#send({ route: routes.messages.clear, path: { session_id: sessionId }, options });
  }
}
