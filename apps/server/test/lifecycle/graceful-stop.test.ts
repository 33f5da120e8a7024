import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Store } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '../harness/test-server.js';

/** A store whose reads wait until they are let go. */
function slowStore(): { store: Store; isAsked: Promise<void>; letGo: () => void } {
  const store = createMemoryStore();
  let ask = () => {};
  let letGo = () => {};
  const isAsked = new Promise<void>((resolve) => (ask = resolve));
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const sessions = {
    ...store.sessions,
    find: async (id: string) => {
      ask();
      await gate;
      return await store.sessions.find(id);
    },
  };
  return { store: { ...store, sessions }, isAsked, letGo: () => letGo() };
}

describe('a graceful stop', () => {
  it('answers what is in flight, asks to close the connection, and takes no new one', async () => {
    const { store, isAsked, letGo } = slowStore();
    const server = await startTestServer({ store });
    const inFlight = server.send({ path: '/v1/sessions/nope' });
    await isAsked;
    const stopped = server.stop();
    await expect(server.send({ path: '/health/live' })).rejects.toThrow(/ECONNREFUSED/);
    letGo();
    const answer = await inFlight;
    expect(answer.status).toBe(404);
    expect(answer.headers.connection).toBe('close');
    await stopped;
  });

  it('says that it is not ready, to whoever had begun to ask', async () => {
    const server = await startTestServer();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('GET /health/ready HTTP/1.1\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = server.stop();
    socket.write('host: x\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toContain('"store_closed"');
    await stopped;
  });

  it('closes idle connections at once', async () => {
    const server = await startTestServer({ config: { shutdownGraceMs: 30_000 } });
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(get(`${server.url}/health/live`, { agent }), 'response');
    response.resume();
    await once(response, 'end');
    const before = Date.now();
    await server.stop();
    expect(Date.now() - before).toBeLessThan(5_000);
    agent.destroy();
  });

  it('cuts what takes longer than the grace period', async () => {
    const { store, isAsked, letGo } = slowStore();
    const server = await startTestServer({ store, config: { shutdownGraceMs: 100 } });
    const inFlight = server.send({ path: '/v1/sessions/nope' });
    inFlight.catch(() => {});
    await isAsked;
    const stopped = server.stop();
    await expect(inFlight).rejects.toThrow(/hang up|ECONNRESET/);
    letGo();
    await stopped;
  });

  it('does not wait longer than the grace period for a purge run that hangs on its store', async () => {
    const store = createMemoryStore();
    let begin = () => {};
    const hasBegun = new Promise<void>((resolve) => (begin = resolve));
    const hang = () => {
      begin();
      return new Promise<never>(() => {});
    };
    const sessions = new Proxy(store.sessions, { get: () => hang });
    const config = { shutdownGraceMs: 100, purgeIntervalMs: 1 };
    const server = await startTestServer({ store: { ...store, sessions }, config });
    await hasBegun;
    const before = Date.now();
    await server.stop();
    expect(Date.now() - before).toBeLessThan(5_000);
  });

  it('may be asked for twice', async () => {
    const server = await startTestServer();
    await Promise.all([server.stop(), server.stop()]);
  });
});
