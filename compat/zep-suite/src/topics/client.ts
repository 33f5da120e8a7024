import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { contents, newId, turns } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

export function testClient(zep: Zep): void {
  // What the client complains about goes to the console.
  const warned = vi.fn();
  beforeEach(() => {
    warned.mockClear();
    vi.spyOn(console, 'warn').mockImplementation(warned);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  describe('client.init', () => {
    it('is content with the health and the version of the server', async () => {
      const client = await zep.js.ZepClient.init(zep.url);
      expect(await client.memory.listSessions(1)).toBeInstanceOf(Array);
      expect(warned).not.toHaveBeenCalled();
    });

    it('takes a base URL that ends in a slash', async () => {
      const client = await zep.js.ZepClient.init(`${zep.url}/`);
      const id = newId();
      expect(await client.memory.addMemory(id, zep.messages(...turns(1)))).toBe('OK');
      expect(contents(await zep.stored(id))).toEqual(['m0']);
      expect(warned).not.toHaveBeenCalled();
    });

    it('sends a key that a server without authentication ignores', async () => {
      const client = await zep.js.ZepClient.init(zep.url, 'no token at all');
      expect(await client.memory.listSessions(1)).toBeInstanceOf(Array);
    });

    it('rejects with what fetch rejects with when nobody listens', async () => {
      await expectError(zep.js.ZepClient.init(`http://127.0.0.1:${await closedPort()}`), TypeError, {
        message: 'fetch failed',
      });
    });
  });

  describe('client.getFullUrl', () => {
    it('puts the path of the API behind the address', () => {
      expect(zep.client.getFullUrl('/sessions/a b')).toBe(`${zep.url}/api/v1/sessions/a%20b`);
    });
  });

  describe('deprecated methods of the client', () => {
    it('do what those of the memory manager do, and warn', async () => {
      const id = newId();
      const session = await zep.client.addSession(zep.session({ session_id: id }));
      expect(await zep.client.getSession(id)).toEqual(session);
      expect(await zep.client.addMemory(id, zep.messages(...turns(2)))).toBe('OK');
      expect(contents((await zep.client.getMemory(id, 1))?.messages ?? [])).toEqual(['m1']);
      const found = await zep.client.searchMemory(id, new zep.js.MemorySearchPayload({ text: 'm0' }), 1);
      expect(found.map(({ message }) => message?.content)).toEqual(['m0']);
      expect(await zep.client.deleteMemory(id)).toBe('OK');
      await expectError(zep.client.getSession(id), zep.js.NotFoundError);
      expect(warned).toHaveBeenCalledTimes(7);
    });
  });
}

function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
