import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createScrollback } from '@scrollback/core';
import { type Store, StoreUnavailableError } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { describe, expect, it } from 'vitest';
import { send } from '../harness/send.js';
import { startTestServer } from '../harness/test-server.js';
import { expectError } from './zep.js';

async function storeWithSessions(count: number): Promise<Store> {
  const store = createMemoryStore();
  const { sessions } = createScrollback({ store });
  await Promise.all(Array.from({ length: count }, (_, index) => sessions.create({ id: `${index}` })));
  return store;
}

/** The store, and before each page of a list what `beforePage` does. */
function withPages(store: Store, beforePage: (page: number) => void): Store {
  let page = 0;
  const list: Store['sessions']['list'] = async (query) => {
    page += 1;
    beforePage(page);
    return await store.sessions.list(query);
  };
  return { ...store, sessions: { ...store.sessions, list } };
}

describe('2.2 a list without a limit is sent page by page', () => {
  it('2.2 list › a store that goes away at the first page is 503', async () => {
    const store = withPages(await storeWithSessions(2_000), () => {
      throw new StoreUnavailableError('away', { operation: 'sessions.list' });
    });
    const server = await startTestServer({ store });
    expectError(await server.send({ path: '/api/v1/sessions' }), 503);
    await server.stop();
  });

  it('2.2 list › one that goes away later cuts the connection: half a list is not taken for a whole one', async () => {
    const store = withPages(await storeWithSessions(2_000), (page) => {
      if (page > 1) throw new StoreUnavailableError('away', { operation: 'sessions.list' });
    });
    const server = await startTestServer({ store });
    await expect(server.send({ path: '/api/v1/sessions' })).rejects.toThrow();
    expect(server.log.filter((line) => line.includes('away'))).toHaveLength(1);
    expect((await server.send({ path: '/healthz' })).status).toBe(200);
    await server.stop();
  });

  it('2.2 list › a caller that hangs up ends the walk', async () => {
    let pageCount = 0;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const whole = await storeWithSessions(1_000);
    const list: Store['sessions']['list'] = async (query) => {
      pageCount += 1;
      if (pageCount > 1) await held;
      return await whole.sessions.list(query);
    };
    const server = await startTestServer({ store: { ...whole, sessions: { ...whole.sessions, list } } });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${server.url}/api/v1/sessions`, { agent: false }, resolve).on('error', reject).end();
    });
    await new Promise((resolve) => response.once('data', resolve));
    await expect.poll(() => pageCount).toBe(2);
    response.destroy();
    await delay(100);
    letGo();
    // All eight further pages are at hand: whoever went on would have asked for them by now.
    await delay(300);
    expect(pageCount).toBe(2);
    expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
    await server.stop();
  });

  it('2.2 list › HEAD reads one page only and has no body', async () => {
    let pageCount = 0;
    const store = withPages(await storeWithSessions(2_000), (page) => {
      pageCount = page;
    });
    const server = await startTestServer({ store });
    const answer = await send(server.url, { method: 'HEAD', path: '/api/v1/sessions' });
    expect([answer.status, answer.text, pageCount]).toEqual([200, '', 1]);
    await server.stop();
  });
});
