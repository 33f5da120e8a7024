import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { type SessionStore, type Store, StoreClosedError, type UserStore } from '@scrollback/store';
import { receiveFrames, sendFrame } from './framing.js';
import { createMinimalData } from './minimal-data.js';
import { openMinimalStore } from './minimal-store.js';

interface Call {
  readonly id: number;
  readonly group: 'sessions' | 'users';
  readonly method: string;
  readonly parameters: readonly unknown[];
}

interface Reply {
  readonly id: number;
  readonly result: unknown;
}

/** Serves a minimal store to other processes. */
export async function serveMinimalStore(path: string): Promise<{ close(): Promise<void> }> {
  const store = openMinimalStore(createMinimalData());
  const server = createServer((socket) => {
    // A client that is killed.
    socket.on('error', () => socket.destroy());
    receiveFrames(socket, async (value) => {
      const { id, group, method, parameters } = value as Call;
      const result = await Reflect.apply(Reflect.get(store[group], method), store[group], parameters);
      if (socket.writable) sendFrame(socket, { id, result } satisfies Reply);
    });
  });
  await once(server.listen(path), 'listening');
  return {
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** A handle on a store that {@link serveMinimalStore} serves, in any process. */
export async function openServedStore(path: string): Promise<Store> {
  const socket = connect(path);
  await once(socket, 'connect');
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  let idle = Promise.resolve();
  let isClosed = false;

  receiveFrames(socket, (value) => {
    const { id, result } = value as Reply;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });

  const group = <T extends SessionStore | UserStore>(name: Call['group']): T =>
    new Proxy<object>(
      {},
      {
        get:
          (_, method: string) =>
          async (...parameters: unknown[]) => {
            if (isClosed) throw new StoreClosedError('The handle was closed.', { operation: `${name}.${method}` });
            const id = ++lastId;
            sendFrame(socket, { id, group: name, method, parameters } satisfies Call);
            return new Promise((resolve) => waiting.set(id, resolve));
          },
      },
    ) as T;

  return {
    sessions: group<SessionStore>('sessions'),
    users: group<UserStore>('users'),
    async ping() {
      if (isClosed) throw new StoreClosedError('The handle was closed.', { operation: 'ping' });
    },
    close() {
      if (isClosed) return idle;
      isClosed = true;
      idle = (async () => {
        while (waiting.size > 0) await new Promise((resolve) => setImmediate(resolve));
        socket.end();
      })();
      return idle;
    },
  };
}
