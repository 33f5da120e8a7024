import type { ListOrder, MessageRecord, SessionRecord, UserReference } from '@scrollback/store';
import type { Context } from '../context.js';
import {
  appendMessages,
  requireDistinctUuids,
  requireMessage,
  UserNeededError,
  updateMessage,
} from '../decisions/messages.js';
import type { Precondition } from '../decisions/precondition.js';
import { clearMessages, requireLiveSession } from '../decisions/sessions.js';
import { type AcceptedMessage, acceptMessage } from '../documents/messages.js';
import { RefusalError } from '../errors.js';
import type { JsonObject } from '../json.js';
import { type MetadataPatch, toMetadataText } from '../metadata.js';
import { type MessageSlice, type MessageWalk, walkNewest, walkSlice } from './message-walk.js';
import { withOwner } from './owner.js';
import type { PreconditionInput } from './sessions.js';

export interface NewMessage {
  /** Canonical lower-case UUID. Default: a new one. */
  readonly uuid?: string | undefined;
  readonly role: string;
  readonly content: string;
  readonly metadata?: JsonObject | undefined;
  /** Default 0: not counted. */
  readonly tokenCount?: number | undefined;
}

export interface AppendInput {
  readonly messages: readonly NewMessage[];
  /** `last_seq` that the session must have (0: no session yet) for new messages to be added. */
  readonly expectedSeq?: number | undefined;
  readonly precondition?: Precondition | undefined;
  /** Owner and metadata of the session, if this call creates it; otherwise ignored. */
  readonly userId?: string | undefined;
  readonly metadata?: JsonObject | undefined;
}

export interface ListMessagesInput {
  /** The `seq` to go on behind: greater ones when ascending, smaller ones when descending. */
  readonly after?: number | undefined;
  readonly limit: number;
  readonly order: ListOrder;
}

/** A session and messages of it, at one moment. */
export interface SessionMessages {
  readonly record: SessionRecord;
  readonly messages: readonly MessageRecord[];
}

/** Messages of sessions. Methods reject as those of `SessionService` do. */
export interface MessageService {
  /**
   * Adds all of `messages` or none, in this order, with consecutive `seq`; creates the session, or takes it out of the trash.
   *
   * Concurrent calls interleave as wholes. Messages that the session has already (same uuid, role and content) are not added
   * again, so a call may be repeated. Returns the stored messages in the caller's order. Refuses: `message_conflict`,
   * `message_deleted`, `message_uuid_repeated`, `seq_mismatch`, `unknown_user`.
   */
  append(sessionId: string, input: AppendInput): Promise<SessionMessages>;
  /** A page, in the order asked for. `pageBytes` may end it, not before its first message. Refuses: `session_not_found`. */
  list(sessionId: string, input: ListMessagesInput): Promise<SessionMessages>;
  /** The newest `last` messages, or those within `pageBytes`, oldest first. Refuses: `session_not_found`. */
  window(sessionId: string, last: number): Promise<SessionMessages>;
  /** The window of a live session; `undefined` when there is none. */
  findWindow(sessionId: string, last: number): Promise<SessionMessages | undefined>;
  /** The newest `last` messages, oldest first, however many that are; `undefined` when there is no such session. */
  walkNewest(sessionId: string, last: number): Promise<MessageWalk | undefined>;
  /** Messages from the oldest on, however many; `undefined` when there is no such session. */
  walkSlice(sessionId: string, slice: MessageSlice): Promise<MessageWalk | undefined>;
  /** Refuses: `session_not_found`, `message_not_found`. */
  get(sessionId: string, uuid: string): Promise<MessageRecord>;
  /** Merges metadata into the message; a precondition is one on its session. Refuses: `session_not_found`, `message_not_found`. */
  update(
    sessionId: string,
    uuid: string,
    input: PreconditionInput & { readonly metadata?: MetadataPatch | null | undefined },
  ): Promise<MessageRecord>;
  /** Deletes all messages, for good, and keeps the session. Refuses: `session_not_found`. */
  clear(sessionId: string, input?: PreconditionInput): Promise<SessionRecord>;
}

export function createMessageService(context: Context): MessageService {
  const { store, limits, sessionWriter, now, newUuid } = context;

  function accept(message: NewMessage, index: number, createdAt: number): AcceptedMessage {
    const { uuid = newUuid(), role, content, metadata, tokenCount = 0 } = message;
    const text =
      metadata === undefined ? null : toMetadataText(metadata, limits.metadata, `/messages/${index}/metadata`);
    return acceptMessage({ uuid, role, content, metadata: text, tokenCount, createdAt });
  }

  return {
    async append(sessionId, { messages, expectedSeq, precondition, userId, metadata }) {
      const time = now();
      const accepted = messages.map((message, index) => accept(message, index, time));
      const uuids = accepted.map(({ uuid }) => uuid);
      requireDistinctUuids(uuids);
      const weight = accepted.reduce((sum, { head, tail }) => sum + head.length + tail.length, 0);
      const metadataText = metadata === undefined ? null : toMetadataText(metadata, limits.metadata);
      let drawn: string | undefined;
      const uuid = () => {
        drawn ??= newUuid();
        return drawn;
      };
      const submit = (user: UserReference | null | undefined, needs?: readonly string[]) => {
        const request = {
          id: sessionId,
          messages: accepted,
          expectedSeq,
          precondition,
          create: { uuid, user, metadata: metadataText },
          now: time,
        };
        return sessionWriter.submit(sessionId, {
          weight,
          decide: (stored) => appendMessages(stored, request),
          needs,
        });
      };
      const add = async (needs?: readonly string[]) => {
        try {
          return await submit(userId === undefined ? null : undefined, needs);
        } catch (error) {
          if (!(error instanceof UserNeededError)) throw error;
          return await withOwner(context, userId, (user) => submit(user, needs));
        }
      };
      try {
        return await add();
      } catch (error) {
        // It may be a repeated call, whose messages are there already: they are judged before the seq.
        if (RefusalError.isInstance(error) && error.code === 'seq_mismatch') return await add(uuids);
        throw error;
      }
    },

    async list(sessionId, { after, limit, order }) {
      const range =
        order === 'asc'
          ? { after: after ?? 0, limit }
          : { last: limit, through: after === undefined ? undefined : after - 1 };
      const snapshot = await store.sessions.read(sessionId, { ...range, maxBytes: limits.pageBytes });
      const record = requireLiveSession(snapshot?.record, sessionId);
      const messages = snapshot?.messages ?? [];
      return { record, messages: order === 'asc' ? messages : messages.toReversed() };
    },

    async window(sessionId, last) {
      const snapshot = await store.sessions.read(sessionId, { last, maxBytes: limits.pageBytes });
      return { record: requireLiveSession(snapshot?.record, sessionId), messages: snapshot?.messages ?? [] };
    },

    async findWindow(sessionId, last) {
      const snapshot = await store.sessions.read(sessionId, { last, maxBytes: limits.pageBytes });
      return snapshot?.record.state === 'live' ? snapshot : undefined;
    },

    walkNewest: (sessionId, last) => walkNewest(store.sessions, sessionId, last),

    walkSlice: (sessionId, slice) => walkSlice(store.sessions, sessionId, slice),

    async get(sessionId, uuid) {
      const snapshot = await store.sessions.messagesById(sessionId, [uuid]);
      const record = requireLiveSession(snapshot?.record, sessionId);
      return requireMessage({ record, messages: toMap(snapshot?.messages ?? []) }, uuid);
    },

    async update(sessionId, uuid, { metadata, precondition }) {
      const request = { id: sessionId, uuid, metadata, precondition, limits: limits.metadata, now: now() };
      const { messages } = await sessionWriter.submit(sessionId, {
        needs: [uuid],
        decide: (stored) => updateMessage(stored, request),
      });
      return messages[0] as MessageRecord;
    },

    async clear(sessionId, { precondition } = {}) {
      const request = { id: sessionId, precondition, now: now() };
      const { record } = await sessionWriter.submit(sessionId, {
        decide: (stored) => clearMessages(stored, request),
      });
      return record;
    },
  };
}

function toMap(messages: readonly MessageRecord[]): ReadonlyMap<string, MessageRecord> {
  return new Map(messages.map((message) => [message.uuid, message]));
}
