import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RequestFault } from './request-fault.js';

export interface ReadBodyOptions {
  /** Of the body as it came and, when it was compressed, as it is then. */
  readonly maxBytes: number;
}

/** Whether a request says that it has a body with something in it. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== '0' && (headers['content-length'] ?? headers['transfer-encoding']) !== undefined;
}

/** The bytes of a request body, inflated if they were compressed. What is not read of one too large is left to Node, which drops it. */
export function readBody(
  request: IncomingMessage,
  { maxBytes, isCompressed }: ReadBodyOptions & { readonly isCompressed: boolean },
): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  const received = collect(request, maxBytes);
  return isCompressed ? received.then((bytes) => inflate(bytes, maxBytes)) : received;
}

/** Whether a body is compressed, as its `Content-Encoding` says; refuses what is not understood. */
export function isGzip(header: string | undefined): boolean {
  const encoding = header?.toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === 'gzip') return encoding === 'gzip';
  throw new RequestFault('unsupported_media_type', 'the body must be plain or compressed with gzip', {
    places: [{ in: 'header', pointer: '/content-encoding', detail: 'is not understood' }],
    fields: ['accept-encoding', 'gzip'],
  });
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let byteLength = 0;
    const onData = (chunk: Buffer) => {
      byteLength += chunk.length;
      if (byteLength <= maxBytes) {
        chunks.push(chunk);
      } else {
        request.off('data', onData).resume();
        reject(tooLarge(maxBytes));
      }
    };
    request.on('data', onData);
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

const gunzipAll = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

async function inflate(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await gunzipAll(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new RequestFault('invalid_json', 'the request body is not gzip, though Content-Encoding says so');
  }
}

function tooLarge(maxBytes: number): RequestFault {
  return new RequestFault('body_too_large', `the request body is larger than ${maxBytes} bytes`);
}
