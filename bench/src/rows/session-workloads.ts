import { findAll, toRequestBytes, writeDigits } from '../load/request-bytes.js';
import type { Workload } from '../load/workload.js';
import { sessionMetadata } from './texts.js';

const idDigits = 10;
const idMark = '9999999998';
const userMark = '98';
const turnMark = '99999998';
/** From the new value to the end of a request that patches. */
const turnTail = turnMark.length + '"}}'.length;
/** One answer in so many is parsed and compared with what was sent. */
const closeLook = 64;

export interface CreateOptions {
  readonly connectionCount: number;
  /** What the ids begin with; ten digits follow. */
  readonly idPrefix: string;
  /** What the ids of the owners begin with, two digits follow; `undefined`: no owner. */
  readonly userPrefix?: string | undefined;
  readonly userCount?: number;
}

/** Creates sessions: another id each time, the users in turn. */
export function createSessionWorkload(options: CreateOptions): Workload {
  const { connectionCount, idPrefix, userPrefix, userCount = 0 } = options;
  const owner = userPrefix === undefined ? {} : { user_id: `${userPrefix}${userMark}` };
  const body = JSON.stringify({ session_id: `${idPrefix}${idMark}`, ...owner, metadata: sessionMetadata });
  const requests = Array.from({ length: connectionCount }, () => toRequestBytes('POST', '/v1/sessions', body));
  const [first] = requests as [Buffer];
  const idAt = findAll(first, idMark)[0] as number;
  const userAt = userPrefix === undefined ? -1 : first.indexOf(userPrefix) + userPrefix.length;
  const idStart = idAt - idPrefix.length;
  const idLength = idPrefix.length + idDigits;
  const head = '{"session_id":"'.length;
  let count = 0;
  let answerCount = 0;
  return {
    next(connection) {
      const bytes = requests[connection] as Buffer;
      writeDigits(bytes, idAt, idDigits, count);
      if (userAt !== -1) writeDigits(bytes, userAt, userMark.length, count % userCount);
      count += 1;
      return bytes;
    },
    check(connection, status, bytes, start, end) {
      if (status !== 201) return 'not a 201';
      const sent = requests[connection] as Buffer;
      const answerAt = start + head;
      if (sent.compare(bytes, answerAt, answerAt + idLength, idStart, idStart + idLength) !== 0)
        return 'another session';
      answerCount += 1;
      return answerCount % closeLook === 1 ? compareFields(sent, bytes.toString('utf8', start, end)) : undefined;
    },
  };
}

export interface PatchOptions {
  /** What the path begins with; the id follows. */
  readonly path: string;
  readonly sessionsOf: (connection: number) => readonly string[];
}

/** Changes one key of the metadata, to another value each time. */
export function createPatchWorkload({ path, sessionsOf }: PatchOptions): Workload {
  const body = JSON.stringify({ metadata: { turn: turnMark } });
  const rings: { readonly requests: readonly Buffer[]; turn: number; sent: Buffer }[] = [];
  let count = 0;
  /** Where the answers have the new value, counted from the end of the body: everything behind it has a fixed length. */
  let fromEnd = -1;
  return {
    next(connection) {
      let ring = rings[connection];
      if (ring === undefined) {
        const requests = sessionsOf(connection).map((id) =>
          toRequestBytes('PATCH', path + encodeURIComponent(id), body),
        );
        ring = { requests, turn: 0, sent: requests[0] as Buffer };
        rings[connection] = ring;
      }
      const bytes = ring.requests[ring.turn] as Buffer;
      ring.turn = ring.turn + 1 === ring.requests.length ? 0 : ring.turn + 1;
      ring.sent = bytes;
      writeDigits(bytes, bytes.length - turnTail, turnMark.length, count);
      count += 1;
      return bytes;
    },
    check(connection, status, bytes, start, end) {
      if (status !== 200) return 'not a 200';
      const { sent } = rings[connection] as { sent: Buffer };
      const at = sent.length - turnTail;
      if (fromEnd === -1) {
        const found = bytes.indexOf('"turn":"', start);
        if (found === -1 || found > end) return 'without the key that was set';
        fromEnd = end - found - '"turn":"'.length;
      }
      const answerAt = end - fromEnd;
      const isSame = sent.compare(bytes, answerAt, answerAt + turnMark.length, at, at + turnMark.length) === 0;
      return isSame ? undefined : 'without the value that was set';
    },
  };
}

function compareFields(sentBytes: Buffer, text: string): string | undefined {
  const sentText = sentBytes.toString('utf8');
  const sent = JSON.parse(sentText.slice(sentText.indexOf('\r\n\r\n'))) as Record<string, unknown>;
  const stored = JSON.parse(text) as Record<string, unknown>;
  const isSame = Object.entries(sent).every(([name, value]) => JSON.stringify(stored[name]) === JSON.stringify(value));
  return isSame ? undefined : 'not the fields that were sent';
}
