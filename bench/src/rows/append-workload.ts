import { findAll, toRequestBytes, writeDigits } from '../load/request-bytes.js';
import type { Workload } from '../load/workload.js';
import { messageUuid, wireMessages } from './texts.js';

const head = '{"messages":[{"uuid":"';
const uuidLength = 36;
const digitCount = 12;
/** One answer in so many is parsed and compared with what was sent. */
const closeLook = 64;
const mark = 999_999_999_998;

export interface AppendOptions {
  /** Sessions that each connection writes to in turn; no session is written by two. */
  readonly sessionsOf: (connection: number) => readonly string[];
  readonly messageCount?: number;
  /** The uuids of the messages are counted from here. */
  readonly firstNumber?: number;
}

/** Appends to sessions that exist, or that the first turn creates. Every message has a uuid of its own. */
export function createAppendWorkload({ sessionsOf, messageCount = 2, firstNumber = 0 }: AppendOptions): Workload {
  const rings: { readonly requests: readonly Request[]; turn: number; request: Request }[] = [];
  let number = firstNumber;
  let answerCount = 0;
  return {
    next(connection) {
      let ring = rings[connection];
      if (ring === undefined) {
        const requests = sessionsOf(connection).map((id) => createRequest(id, messageCount));
        ring = { requests, turn: 0, request: requests[0] as Request };
        rings[connection] = ring;
      }
      const request = ring.requests[ring.turn] as Request;
      ring.turn = ring.turn + 1 === ring.requests.length ? 0 : ring.turn + 1;
      ring.request = request;
      number = renumber(request, number);
      return request.bytes;
    },
    check(connection, status, bytes, start, end) {
      answerCount += 1;
      const { request } = rings[connection] as { request: Request };
      return checkAppended(request, { status, bytes, start, end, isCloseLook: answerCount % closeLook === 1 });
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
    const request = createRequest(`${idPrefix}${idMark}`, 2);
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
      const request = requests[connection] as Request;
      return checkAppended(request, { status, bytes, start, end, isCloseLook: answerCount % closeLook === 1 });
    },
  };
}

interface Request {
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

function createRequest(id: string, messageCount: number): Request {
  const messages = wireMessages(0, messageCount).map((message) => ({ ...message, uuid: messageUuid(mark) }));
  const bytes = toRequestBytes('POST', `/v1/sessions/${encodeURIComponent(id)}/messages`, JSON.stringify({ messages }));
  return { bytes, digitsAt: findAll(bytes, String(mark)) };
}

/** Gives the messages the next numbers, and returns the one after them. */
function renumber({ bytes, digitsAt }: Request, first: number): number {
  let number = first;
  for (const at of digitsAt) {
    writeDigits(bytes, at, digitCount, number);
    number += 1;
  }
  return number;
}

function checkAppended(request: Request, { status, bytes, start, end, isCloseLook }: Answer): string | undefined {
  if (status !== 201) return 'not a 201';
  const uuidAt = (request.digitsAt[0] as number) + digitCount - uuidLength;
  const answerAt = start + head.length;
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
