import { connect, type Socket } from 'node:net';
import type { Workload } from './workload.js';

const headEnd = Buffer.from('\r\n\r\n');
/** Of `Content-Length` in any letter case that servers use. */
const lengthMark = 'ength: ';

export interface ConnectionEvents {
  /** An answer is complete and right. True: send the next request. */
  onAnswer(connection: number, sentAt: number, answeredAt: number): boolean;
  onFailure(reason: string): void;
}

/**
 * One keep-alive connection with one request under way.
 *
 * Lean on purpose, because what the generator spends the servers cannot get: no streams on the way in, no objects per request.
 * It understands what it asks for: answers with a `Content-Length`, and 204, which has no body.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #index: number;
  readonly #events: ConnectionEvents;
  #workload: Workload | undefined;
  #sentAt = 0;
  /** An answer that has not come as a whole. */
  #rest: Buffer | undefined;
  #isClosed = false;

  private constructor(port: number, index: number, events: ConnectionEvents, onConnect: () => void) {
    this.#index = index;
    this.#events = events;
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(65_536),
        callback: (size, buffer) => {
          this.#receive(buffer as Buffer, size);
          return true;
        },
      },
    });
    this.#socket.once('connect', onConnect);
    this.#socket.on('error', (error) => this.#fail(`connection: ${error.message}`));
    this.#socket.on('close', () => this.#fail('the server closed the connection'));
  }

  static open(port: number, index: number, events: ConnectionEvents): Promise<Connection> {
    return new Promise((resolve) => {
      const connection: Connection = new Connection(port, index, events, () => resolve(connection));
    });
  }

  send(workload: Workload, now: number): void {
    this.#workload = workload;
    this.#sentAt = now;
    this.#socket.write(workload.next(this.#index));
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer, size: number): void {
    let bytes = chunk;
    let end = size;
    if (this.#rest !== undefined) {
      bytes = Buffer.concat([this.#rest, chunk.subarray(0, size)]);
      end = bytes.length;
      this.#rest = undefined;
    }
    const head = bytes.indexOf(headEnd);
    const bodyStart = head + headEnd.length;
    const isHeadComplete = head !== -1 && bodyStart <= end;
    const bodyEnd = isHeadComplete ? bodyStart + bodyLength(bytes, head) : Number.POSITIVE_INFINITY;
    if (bodyEnd > end) this.#rest = Buffer.from(bytes.subarray(0, end));
    else if (bodyEnd === end) this.#answer(bytes, bodyStart, bodyEnd);
    else this.#fail('an answer has no Content-Length, or more than one answer came');
  }

  #answer(bytes: Buffer, start: number, end: number): void {
    const answeredAt = performance.now();
    const status = statusOf(bytes);
    const workload = this.#workload;
    if (workload === undefined) {
      this.#fail(`status ${status}, and nothing had been asked`);
      return;
    }
    const fault = workload.check(this.#index, status, bytes, start, end);
    if (fault !== undefined) {
      this.#fail(`${fault}; status ${status}, body ${bytes.toString('utf8', start, Math.min(end, start + 500))}`);
    } else if (this.#events.onAnswer(this.#index, this.#sentAt, answeredAt)) {
      this.send(workload, answeredAt);
    }
  }

  #fail(reason: string): void {
    if (this.#isClosed) return;
    this.close();
    this.#events.onFailure(reason);
  }
}

function bodyLength(bytes: Buffer, head: number): number {
  const text = bytes.toString('latin1', 0, head);
  const start = text.indexOf(lengthMark);
  if (start === -1) return statusOf(bytes) === 204 ? 0 : Number.NaN;
  return Number.parseInt(text.slice(start + lengthMark.length, start + 20), 10);
}

function statusOf(bytes: Buffer): number {
  return 100 * digit(bytes, 9) + 10 * digit(bytes, 10) + digit(bytes, 11);
}

function digit(bytes: Buffer, index: number): number {
  return (bytes[index] as number) - 0x30;
}
