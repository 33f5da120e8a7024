import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RequestFault } from './request-fault.js';

export interface ReadBodyOptions {
  /** Of the body as it came and, when it was compressed, as it is then. */
  readonly maxBytes: number;
  /** Media types that the route takes. */
  readonly types: readonly string[];
}

/** The text of a JSON request body. Rejects with what is wrong with it; what is not read is left to Node, which drops it. */
export async function readJsonBody(request: IncomingMessage, options: ReadBodyOptions): Promise<string> {
  const { headers } = request;
  if (headers['content-length'] === '0' || (headers['content-length'] ?? headers['transfer-encoding']) === undefined) {
    throw new RequestFault('invalid_json', 'the request has no body');
  }
  requireType(request, options.types);
  const isCompressed = isGzip(headers['content-encoding']);
  if (Number(headers['content-length'] ?? 0) > options.maxBytes) throw tooLarge(options.maxBytes);
  const received = await collect(request, options.maxBytes);
  const body = isCompressed ? await inflate(received, options.maxBytes) : received;
  if (!isUtf8(body)) throw new RequestFault('invalid_json', 'the request body is not UTF-8');
  return body.toString('utf8');
}

function requireType({ headers, method }: IncomingMessage, types: readonly string[]): void {
  const header = headers['content-type'];
  if (header === types[0]) return;
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  const isUnderstood = parameters.every((parameter) => parameter === '' || /^charset="?utf-8"?$/.test(parameter));
  if (types.includes(type) && isUnderstood) return;
  throw new RequestFault('unsupported_media_type', `the body must have the type ${types.join(' or ')}, in UTF-8`, {
    places: [{ in: 'header', pointer: '/content-type', detail: 'is not understood here' }],
    fields: ['accept', types.join(', '), ...(method === 'PATCH' ? ['accept-patch', types.join(', ')] : [])],
  });
}

function isGzip(header: string | undefined): boolean {
  if (header === undefined || header === 'identity') return false;
  if (header.toLowerCase() === 'gzip') return true;
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
