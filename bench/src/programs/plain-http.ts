import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNativeSurface } from './native-surface.js';
import type { Storage } from './storage.js';
import type { Body, Surface, Target } from './surface.js';
import { createZepSurface } from './zep-surface.js';

const zepPrefix = '/api';

/**
 * The least that answers the requests of both surfaces from `storage`: `node:http`, string operations for a router, `JSON.parse`
 * for a body.
 *
 * (No named function is made while a request is served: tsx would give each its name, at a cost that is none of the baseline's.)
 */
export function serve(storage: Storage): void {
  const native = createNativeSurface(storage);
  const zep = createZepSurface(storage);
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const isZep = url.startsWith(zepPrefix);
    const surface = isZep ? zep : native;
    const target = toTarget(isZep ? url.slice(zepPrefix.length) : url);
    if (method === 'GET') {
      surface.read(target, response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => write(surface, { method, target, chunks, response }));
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1', () => {
    console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

/** Of `/v1/<noun>/<id>/<part>?<query>`. */
function toTarget(url: string): Target {
  const [path = '', query = ''] = url.split('?');
  const [, , noun = '', id, part] = path.split('/');
  return { noun, id: id === undefined ? undefined : decodeURIComponent(id), part, query };
}

interface ReceivedWrite {
  readonly method: string;
  readonly target: Target;
  readonly chunks: readonly Buffer[];
  readonly response: ServerResponse;
}

function write(surface: Surface, { method, target, chunks, response }: ReceivedWrite): void {
  const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  surface.write(method, target, JSON.parse(bytes.toString()) as Body, response);
}
