import type { Server } from '../machine/start-server.js';
import { createAppendWorkload } from '../rows/append-workload.js';
import { send } from '../seed/read-set.js';
import { bulkPrefix } from './flat-store.js';
import type { RunContext } from './run-context.js';
import type { Started } from './servers.js';
import { openGenerator } from './sides.js';

export const bytesRows = ['bytes-session', 'bytes-message'] as const;

/** Of a conversation. */
export const messagesPerSession = 20;

/**
 * Bytes that a store takes for one thing, beside the least that can hold it: ids, roles and contents as they are, metadata as JSON,
 * a uuid in 16 bytes and two times in 8 each.
 */
export interface Bytes {
  readonly each: number;
  readonly least: number;
  /** Of the JSON document that the server answers. */
  readonly document: number;
  /** Where they are. */
  readonly parts: Readonly<Record<string, number>>;
}

export function reportBytes(row: string, title: string, { each, least, document, parts }: Bytes, context: RunContext) {
  const details = { least, 'times as much': each / least, 'as JSON': document, ...parts };
  context.onFigure({ row, title, value: each, unit: 'bytes', goal: undefined, details });
}

/** Appends a conversation to each of the first sessions that were seeded; their ids. */
export async function appendConversations(
  server: Server,
  sessionCount: number,
  { settings }: RunContext,
  started: Started,
): Promise<string[]> {
  const ringSize = Math.ceil(sessionCount / settings.connectionCount);
  const ids = Array.from({ length: ringSize * settings.connectionCount }, (_, index) => seededId(index));
  const generator = await openGenerator(server, settings.connectionCount, started);
  const sessionsOf = (connection: number) => ids.slice(connection * ringSize, (connection + 1) * ringSize);
  const workload = createAppendWorkload({ sessionsOf, messageCount: messagesPerSession });
  await generator.run(workload, { requestsPerConnection: ringSize });
  return ids;
}

export function seededId(index: number): string {
  return bulkPrefix + String(index).padStart(9, '0');
}

/** A uuid and two times. */
const fixedBytes = 16 + 2 * 8;

interface StoredSession {
  readonly session_id: string;
  readonly metadata: unknown;
}

interface StoredMessage {
  readonly role: string;
  readonly content: string;
}

/** What the first session that was seeded, and one of its messages on average, would take at least, and what they take as JSON. */
export async function leastBytes(port: number) {
  const session = (await send(port, 'GET', `/v1/sessions/${seededId(0)}`)) as StoredSession;
  const path = `/v1/sessions/${seededId(0)}/window?last=${messagesPerSession}`;
  const { messages } = (await send(port, 'GET', path)) as { messages: readonly StoredMessage[] };
  if (messages.length !== messagesPerSession) throw new Error(`${path} has ${messages.length} messages`);
  const texts = messages.map(({ role, content }) => role + content);
  return {
    session: {
      least: fixedBytes + Buffer.byteLength(session.session_id) + jsonBytes(session.metadata),
      document: jsonBytes(session),
    },
    message: {
      least: fixedBytes + Buffer.byteLength(texts.join('')) / messagesPerSession,
      document: jsonBytes(messages) / messagesPerSession,
    },
  };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
