import { type MessageRecord, type SessionRecord, sessionWith, type UserReference } from '@scrollback/store';
import { type AcceptedMessage, numberMessage, parseMessage, withMessageMetadata } from '../documents/messages.js';
import { RefusalError } from '../errors.js';
import { changeMetadata, type MetadataLimits, type MetadataPatch } from '../metadata.js';
import { type Decision, keep, type Stored, write } from './decision.js';
import { type Precondition, requireVersion } from './precondition.js';
import { changed, newSession, requireLiveSession, undelete } from './sessions.js';

export interface AppendMessages {
  readonly id: string;
  readonly messages: readonly AcceptedMessage[];
  /** `last_seq` that the session must have for anything to be added; 0 for a session that does not exist. */
  readonly expectedSeq: number | undefined;
  readonly precondition: Precondition | undefined;
  /** What the session begins with if this call creates it. `user: undefined`: there is to be one, and it has not been looked up. */
  readonly create: {
    /** The same one each time it is asked for; most appends create nothing and need none. */
    readonly uuid: () => string;
    readonly user: UserReference | null | undefined;
    readonly metadata: string | null;
  };
  readonly now: number;
}

/** Thrown when an append turns out to create the session and its user has not been looked up yet. */
export class UserNeededError extends Error {
  override readonly name = 'UserNeededError';
}

/**
 * Adds messages; creates the session if it is missing and undeletes it if it is in the trash.
 *
 * Messages that the session has already, with the same role and content, are not added again; they are judged before `expectedSeq`.
 */
export function appendMessages(stored: Stored<SessionRecord>, request: AppendMessages): Decision<SessionRecord> {
  const { record } = stored;
  requireVersion(record, request.precondition);
  const fresh = request.messages.filter((message, index) => !isKnown(stored, message, index));
  if (record?.state === 'live' && fresh.length === 0 && request.messages.length > 0) {
    return keep(
      record,
      request.messages.map(({ uuid }) => stored.messages.get(uuid) as MessageRecord),
    );
  }
  const lastSeq = record?.lastSeq ?? 0;
  requireSeq(lastSeq, request.expectedSeq);
  const append = number(fresh, lastSeq);
  return write(appendTarget(record, request, lastSeq + append.length), {
    append,
    messages: append.length === request.messages.length ? append : inOrder(stored, request, append),
  });
}

export interface UpdateMessage {
  readonly id: string;
  readonly uuid: string;
  /** `null` removes all metadata; `undefined` leaves it. */
  readonly metadata: MetadataPatch | null | undefined;
  /** On the session. */
  readonly precondition: Precondition | undefined;
  readonly limits: MetadataLimits;
  readonly now: number;
}

/** Merges metadata into one stored message. Decided on a snapshot that was loaded with the message's uuid. */
export function updateMessage(basis: Stored<SessionRecord>, request: UpdateMessage): Decision<SessionRecord> {
  const record = requireLiveSession(basis.record, request.id);
  requireVersion(record, request.precondition);
  const message = requireMessage(basis, request.uuid);
  if (request.metadata === undefined) return keep(record, [message]);
  const { metadata } = parseMessage(message);
  const stored = metadata === undefined ? null : JSON.stringify(metadata);
  const text = changeMetadata(stored, request.metadata, request.limits);
  const replaced = withMessageMetadata(message, text, request.now);
  return write(changed(record, request.now), { replace: [replaced], messages: [replaced] });
}

/** The message, unless it is unknown or deleted. */
export function requireMessage({ record, messages }: Stored<SessionRecord>, uuid: string): MessageRecord {
  const message = messages.get(uuid);
  if (message !== undefined && record !== undefined && message.seq > record.hiddenThrough) return message;
  throw new RefusalError('message_not_found', `message ${uuid} does not exist in this session`);
}

/** Refuses a call that names one uuid twice. */
export function requireDistinctUuids(uuids: readonly string[]): void {
  if (new Set(uuids).size === uuids.length) return;
  const index = uuids.findIndex((uuid, at) => uuids.indexOf(uuid) < at);
  throw new RefusalError(
    'message_uuid_repeated',
    `two messages of this call have the uuid ${uuids[index]}`,
    `/messages/${index}/uuid`,
  );
}

function isKnown({ record, messages }: Stored<SessionRecord>, message: AcceptedMessage, index: number): boolean {
  if (messages.size === 0) return false;
  const known = messages.get(message.uuid);
  if (known === undefined || record === undefined) return false;
  if (known.seq <= record.hiddenThrough) {
    throw new RefusalError(
      'message_deleted',
      `message ${message.uuid} was deleted and is not purged yet`,
      `/messages/${index}/uuid`,
    );
  }
  const document = parseMessage(known);
  if (document.role === message.role && document.content === message.content) return true;
  throw new RefusalError(
    'message_conflict',
    `message ${message.uuid} is stored with another role or content`,
    `/messages/${index}`,
  );
}

function requireSeq(lastSeq: number, expectedSeq: number | undefined): void {
  if (expectedSeq === undefined || expectedSeq === lastSeq) return;
  throw new RefusalError(
    'seq_mismatch',
    `the newest message of the session has seq ${lastSeq}, not ${expectedSeq}`,
    '/expected_seq',
  );
}

function appendTarget(
  record: SessionRecord | undefined,
  { id, create, now }: AppendMessages,
  lastSeq: number,
): SessionRecord {
  if (record !== undefined) return changed(record.state === 'deleted' ? undelete(record) : record, now, { lastSeq });
  if (create.user === undefined) throw new UserNeededError();
  const session = newSession({ id, uuid: create.uuid(), user: create.user, metadata: create.metadata, now });
  return sessionWith(session, { lastSeq });
}

function number(messages: readonly AcceptedMessage[], lastSeq: number): MessageRecord[] {
  return messages.map((message, index) => numberMessage(message, lastSeq + 1 + index));
}

function inOrder({ messages }: Stored<SessionRecord>, request: AppendMessages, added: readonly MessageRecord[]) {
  const byUuid = new Map(added.map((message) => [message.uuid, message]));
  return request.messages.map(({ uuid }) => (byUuid.get(uuid) ?? messages.get(uuid)) as MessageRecord);
}
