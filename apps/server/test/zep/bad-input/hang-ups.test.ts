import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onEachStore } from '../../harness/on-each-store.js';
import { startTestServer, type TestServer } from '../../harness/test-server.js';
import { everything } from './everything.js';
import { message, post, titleOf } from './row.js';
import { fillStreams, streamed, withPages } from './streams.js';

const toSessions = 'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\n';
const toMemory = 'POST /api/v1/sessions/s1/memory HTTP/1.1\r\nhost: x\r\n';
const body = '{"session_id":"new","messages":[{"role":"user","content":"half"}]}';

/** Requests that end too early. */
const halves: readonly (readonly [name: string, text: string | Buffer])[] = [
  ['before its body', `${toSessions}content-length: ${body.length}\r\n\r\n`],
  ['in the middle of its body', `${toSessions}content-length: ${body.length}\r\n\r\n${body.slice(0, -1)}`],
  ['behind a body that would do', `${toMemory}content-length: ${body.length + 1}\r\n\r\n${body}`],
  ['in the middle of a chunk', `${toMemory}transfer-encoding: chunked\r\n\r\nffff\r\n${body}`],
  ['before the last chunk', `${toMemory}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`],
  [
    'before the last byte of gzip that would do',
    Buffer.concat([
      Buffer.from(`${toMemory}content-encoding: gzip\r\ncontent-length: ${gzipSync(body).length + 1}\r\n\r\n`),
      gzipSync(body),
    ]),
  ],
  ['in the middle of its head', `${toMemory}content-len`],
];

const ways: readonly (readonly [name: string, hangUp: (socket: Socket) => void])[] = [
  ['ends', (socket) => socket.end()],
  ['goes', (socket) => socket.destroy()],
  ['resets', (socket) => socket.resetAndDestroy()],
];

onEachStore('callers of the Zep surface who hang up', (openStore) => {
  describe.each(['trace', 'info'])('log level %s', (logLevel) => {
    let server: TestServer;
    let pageCount = 0;
    let secondPage = createGate();
    let unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);
    const store = withPages(openStore(), async (page) => {
      pageCount = page;
      if (page > 1) await secondPage.opened;
    });

    beforeAll(async () => {
      secondPage.open();
      server = await startTestServer({ store, logLevel });
      await fillStreams(store);
      process.on('unhandledRejection', onUnhandled);
    });
    afterAll(async () => {
      process.off('unhandledRejection', onUnhandled);
      await server.stop();
    });
    beforeEach(() => {
      unhandled = [];
      store.restart();
    });
    afterEach(async () => {
      expect((await server.send({ path: '/healthz' })).text).toBe('.');
      expect(server.log.filter((line) => !/"level":[123]0,/.test(line))).toEqual([]);
      expect(unhandled).toEqual([]);
    });

    it.each(streamed)('in the middle of $path › end the walk, and nobody else is disturbed', async ({ path }) => {
      secondPage = createGate();
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request(`${server.url}${path}`, { agent: false }, resolve).on('error', reject).end();
      });
      await new Promise((resolve) => response.once('data', resolve));
      response.destroy();
      await delay(50);
      expect(pageCount).toBe(2);
      secondPage.open();
      await delay(50);
      expect(pageCount).toBe(2);
      expect((await server.send({ path: '/api/v1/sessions/s1' })).status).toBe(200);
    });

    it('while a stream waits › the answers to others go on', async () => {
      for (const call of streamed) expect((await server.send(call)).status, titleOf(call)).toBe(200);
    });
  });
});

onEachStore('callers of the Zep surface who leave before they have said all', (openStore) => {
  describe.each(['trace', 'info'])('log level %s', (logLevel) => {
    let server: TestServer;
    let before: string;

    beforeAll(async () => {
      server = await startTestServer({ store: openStore(), logLevel });
      expect((await server.send(post('/sessions/s1/memory', { messages: [message] }))).status).toBe(200);
      before = await everything(server.store);
    });
    afterAll(() => server.stop());

    describe.each(ways)('a caller who %s', (_, hangUp) => {
      it.each(halves)('%s › changes nothing', async (__, text) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
        socket.on('error', () => undefined).resume();
        await new Promise<void>((resolve) => socket.write(text, () => resolve()));
        await delay(20);
        hangUp(socket);
        await delay(20);
        expect((await server.send({ path: '/healthz' })).text).toBe('.');
        expect(await everything(server.store)).toBe(before);
        expect(server.log.filter((line) => !/"level":[123]0,/.test(line))).toEqual([]);
        socket.destroy();
      });
    });
  });
});

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function createGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
