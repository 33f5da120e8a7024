import { zepContract } from '@scrollback/contract';
import type { Store } from '@scrollback/store';
import { type AppRoute, type AppRouter, isAppRoute } from '@ts-rest/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onEachStore } from '../../harness/on-each-store.js';
import type { Answer } from '../../harness/send.js';
import { startTestServer, type TestServer } from '../../harness/test-server.js';
import { bodies } from './bodies.js';
import { everything } from './everything.js';
import { fields } from './fields.js';
import { headers } from './headers.js';
import { ids } from './ids.js';
import { queries } from './queries.js';
import { routes } from './routes.js';
import { known, message, patch, post, type Row, remove } from './row.js';
import { search } from './search.js';
import { goodCalls, newMessage, titleOfGood } from './spoilt-bodies.js';

const rows: readonly Row[] = [...routes, ...queries, ...headers, ...ids, ...fields, ...bodies, ...search];

// With `trace` the request log runs, otherwise there is none.
onEachStore('bad input of the Zep surface', (openStore) => {
  describeRows(openStore);

  it.for([...goodCalls, newMessage])('what the rows spoil is good: $call.method $call.path', async (good) => {
    const server = await startTestServer({ store: openStore() });
    await fill(server);
    const answer = await server.send(good.call);
    expect(answer.status, `${titleOfGood(good)}: ${answer.text}`).toBeLessThan(300);
    await server.stop();
  });
});

function describeRows(openStore: () => Store): void {
  describe('a row', () => {
    let server: TestServer;
    let before: string;

    beforeAll(async () => {
      server = await startTestServer({ store: openStore(), logLevel: 'trace' });
      await fill(server);
      before = await everything(server.store);
    });
    afterAll(() => server.stop());

    // Not `it.for`, which cuts names off.
    for (const { name, call, status = 400, says, headers: expected = {} } of rows) {
      it(name, async () => {
        const logged = server.log.length;
        const answer = await server.send(call);
        expectLine(answer, status, says);
        expect(answer.headers).toMatchObject(expected);
        expect(server.log.slice(logged).filter((line) => !/"level":[123]0,/.test(line))).toEqual([]);
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
        expect(await everything(server.store)).toBe(before);
      });
    }
  });
}

/** Text of one line, of a size that anybody can log, which says what is wrong and nothing of the server. */
function expectLine(answer: Answer, status: number, says: string | RegExp): void {
  expect([answer.status, answer.headers['content-type']], answer.text.slice(0, 200)).toEqual([
    status,
    'text/plain; charset=utf-8',
  ]);
  expect(answer.headers).toMatchObject({
    'x-zep-version': '0.27.2-scrollback',
    'x-content-type-options': 'nosniff',
    'content-length': String(Buffer.byteLength(answer.text)),
  });
  expect(answer.text).toMatch(status === 405 ? /^$/ : /^[^\p{Cc}\p{Zl}\p{Zp}]+\n$/u);
  expect(answer.text.length).toBeLessThan(2_000);
  expect(answer.text).not.toMatch(/node_modules|\.[jt]s\b|\bat \S+:\d+|stack|\/work\/|undefined|\[object|zod|redis/i);
  if (typeof says === 'string') expect(answer.text).toContain(says);
  else expect(answer.text).toMatch(says);
}

async function fill(server: TestServer): Promise<void> {
  const { session, owned, trashed, withLineBreak } = known;
  const memory = (id: string, ...messages: object[]) => post(`/sessions/${id}/memory`, { messages });
  const calls = [
    post('/user', { user_id: known.user, metadata: { k: 1 } }),
    post('/user', { user_id: 'u2' }),
    post('/user', { user_id: withLineBreak }),
    post('/sessions', { session_id: session, metadata: { k: 1 } }),
    memory(session, { role: 'user', content: 'old', uuid: known.deletedUuid }),
    remove(`/sessions/${session}/memory`),
    memory(session, { role: 'user', content: 'one', uuid: known.uuid, metadata: { k: 1 } }, message),
    post('/sessions', { session_id: owned, user_id: 'u2' }),
    memory(owned, { ...message, uuid: known.ownedUuid }),
    post('/sessions', { session_id: trashed, metadata: { k: 1 } }),
    memory(trashed, { ...message, uuid: known.trashedUuid }),
    patch(`/sessions/${trashed}`, {}),
    remove(`/sessions/${trashed}/memory`),
    post('/sessions', { session_id: withLineBreak }),
  ];
  for (const call of calls) expect((await server.send(call)).status).toBeLessThan(300);
}

describe('the rows', () => {
  it('have names of their own', () => {
    const names = rows.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it('ask every route that takes something from its caller', () => {
    const asked = rows.map(({ call: { method = 'GET', path } }) => ({ method, path: path.replace(/\?.*/, '') }));
    const takesSomething = routesOf(zepContract).filter(
      (route) => 'query' in route || 'body' in route || route.path.includes(':'),
    );
    expect(takesSomething.length).toBeGreaterThan(14);
    for (const { method, path } of takesSomething) {
      const form = new RegExp(`^${path.replace(/:[a-z_]+/g, '[^/]+')}$`);
      const count = asked.filter((call) => call.method === method && form.test(call.path)).length;
      expect(count, `${method} ${path}`).toBeGreaterThan(10);
    }
  });
});

function routesOf(router: AppRouter): AppRoute[] {
  return Object.values(router).flatMap((entry) => (isAppRoute(entry) ? [entry] : routesOf(entry)));
}
