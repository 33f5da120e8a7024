import { findAll, toRequestBytes, writeDigits } from '../load/request-bytes.js';
import type { Workload } from '../load/workload.js';
import { messageUuid, wireMessages } from './texts.js';

const uuidLength = 36;
const digitCount = 12;
/** One answer in so many is parsed and compared with what was sent. */
const closeLook = 64;
const mark = 999_999_999_998;

/** Where messages are posted to, and what the answer says. */
export interface AppendSurface {
  pathOf(id: string): string;
  /** What is wrong with an answer; `undefined`: nothing. */
  check(request: AppendRequest, answer: Answer): string | undefined;
}

export const nativeAppend: AppendSurface = {
  pathOf: (id) => `/v1/sessions/${encodeURIComponent(id)}/messages`,
  check: checkAppended,
};

export const zepAppend: AppendSurface = {
  pathOf: (id) => `/api/v1/sessions/${encodeURIComponent(id)}/memory`,
  check: (_request, { status, bytes, start, end }) =>
    status === 200 && bytes.toString('latin1', start, end) === 'OK' ? undefined : 'not an OK',
};

export interface AppendOptions {
  readonly surface?: AppendSurface;
  /** Sessions that each connection writes to in turn; no session is written by two. */
  readonly sessionsOf: (connection: number) => readonly string[];
  readonly messageCount?: number;
  /** The uuids of the messages are counted from here. */
  readonly firstNumber?: number;
}

/** Appends to sessions that exist, or that the first turn creates. Every message has a uuid of its own. */
export function createAppendWorkload(options: AppendOptions): Workload {
  const { surface = nativeAppend, sessionsOf, messageCount = 2, firstNumber = 0 } = options;
  const rings: { readonly requests: readonly AppendRequest[]; turn: number; request: AppendRequest }[] = [];
  let number = firstNumber;
  let answerCount = 0;
  return {
    next(connection) {
      let ring = rings[connection];
      if (ring === undefined) {
        const requests = sessionsOf(connection).map((id) => createRequest(surface.pathOf(id), messageCount));
        ring = { requests, turn: 0, request: requests[0] as AppendRequest };
        rings[connection] = ring;
      }
      const request = ring.requests[ring.turn] as AppendRequest;
      ring.turn = ring.turn + 1 === ring.requests.length ? 0 : ring.turn + 1;
      ring.request = request;
      number = renumber(request, number);
      return request.bytes;
    },
    check(connection, status, bytes, start, end) {
      answerCount += 1;
      const { request } = rings[connection] as { request: AppendRequest };
      return surface.check(request, { status, bytes, start, end, isCloseLook: answerCount % closeLook === 1 });
    },
  };
}

export interface FirstAppendOptions {
  readonly connectionCount: number;
  /** What the ids begin with; ten digits follow. */
  readonly idPrefix: string;
}

/** Appends to an id that does not exist yet, each time another one. */
export function createFirstAppendWorkload({ connectionCount, idPrefix }: FirstAppendOptions): Workload {
  const idMark = '9999999998';
  const requests = Array.from({ length: connectionCount }, () => {
    const request = createRequest(nativeAppend.pathOf(`${idPrefix}${idMark}`), 2);
    return { ...request, idAt: findAll(request.bytes, idMark)[0] as number };
  });
  let sessionCount = 0;
  let number = 0;
  let answerCount = 0;
  return {
    next(connection) {
      const request = requests[connection] as (typeof requests)[number];
      writeDigits(request.bytes, request.idAt, idMark.length, sessionCount);
      sessionCount += 1;
      number = renumber(request, number);
      return request.bytes;
    },
    check(connection, status, bytes, start, end) {
      answerCount += 1;
      const request = requests[connection] as AppendRequest;
      return checkAppended(request, { status, bytes, start, end, isCloseLook: answerCount % closeLook === 1 });
    },
  };
}

interface AppendRequest {
  readonly bytes: Buffer;
  /** Where the digits are that make the uuids different. */
  readonly digitsAt: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly isCloseLook: boolean;
}

function createRequest(path: string, messageCount: number): AppendRequest {
  const messages = wireMessages(0, messageCount).map((message) => ({ ...message, uuid: messageUuid(mark) }));
  const bytes = toRequestBytes('POST', path, JSON.stringify({ messages }));
  return { bytes, digitsAt: findAll(bytes, String(mark)) };
}

/** Gives the messages the next numbers, and returns the one after them. */
function renumber({ bytes, digitsAt }: AppendRequest, first: number): number {
  let number = first;
  for (const at of digitsAt) {
    writeDigits(bytes, at, digitCount, number);
    number += 1;
  }
  return number;
}

function checkAppended(request: AppendRequest, { status, bytes, start, end, isCloseLook }: Answer): string | undefined {
  if (status !== 201) return 'not a 201';
  const uuidAt = (request.digitsAt[0] as number) + digitCount - uuidLength;
  const answerAt = start + '{"messages":[{"uuid":"'.length;
  if (request.bytes.compare(bytes, answerAt, answerAt + uuidLength, uuidAt, uuidAt + uuidLength) !== 0) {
    return 'not the message that was sent';
  }
  return isCloseLook ? compareMessages(request.bytes, bytes.toString('utf8', start, end)) : undefined;
}

function compareMessages(sentBytes: Buffer, text: string): string | undefined {
  const sentText = sentBytes.toString('utf8');
  const sent = JSON.parse(sentText.slice(sentText.indexOf('\r\n\r\n'))) as { messages: Record<string, unknown>[] };
  const stored = JSON.parse(text) as { messages: Record<string, unknown>[]; last_seq: number };
  const firstSeq = stored.last_seq - sent.messages.length + 1;
  const isSame = sent.messages.every(({ uuid, role, content }, index) => {
    const message = stored.messages[index];
    const isStored = message?.uuid === uuid && message?.role === role && message?.content === content;
    return isStored && message?.seq === firstSeq + index;
  });
  return isSame && stored.messages.length === sent.messages.length ? undefined : 'not the messages that were sent';
}
