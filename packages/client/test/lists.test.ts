import { describe, expect, it } from 'vitest';
import { type Page, Scrollback, ServiceUnavailableError, type Session } from '../src/index.js';
import { collect } from './support/collect.js';
import { sessionDocument } from './support/documents.js';
import { withoutWaiting } from './support/no-waiting.js';
import { problem, type ScriptedServer, type SeenRequest, startScriptedServer } from './support/scripted-server.js';

withoutWaiting();

/** Seven sessions, s1 to s7; a cursor is the number of the item before. */
function answerPage({ url }: SeenRequest) {
  const query = new URL(url, 'http://host').searchParams;
  const limit = Number(query.get('limit') ?? 3);
  const after = Number(query.get('cursor') ?? 0);
  const numbers = [1, 2, 3, 4, 5, 6, 7].slice(after, after + limit);
  return {
    headers: { 'x-request-id': `after-${after}` },
    body: {
      data: numbers.map((number) => sessionDocument(`s${number}`)),
      next_cursor: after + limit < 7 ? String(after + limit) : null,
    },
  };
}

async function start(): Promise<{ client: Scrollback; server: ScriptedServer }> {
  const server = await startScriptedServer(answerPage);
  return { client: new Scrollback({ baseUrl: server.url }), server };
}

const ids = (sessions: readonly Session[]) => sessions.map(({ session_id }) => session_id);

describe('a list', () => {
  it('asks for nothing until it is awaited or looped over', async () => {
    const { client, server } = await start();
    const list = client.sessions.list();
    list.pages();
    list[Symbol.asyncIterator]();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(0);
  });

  it('is awaitable as its first page, which is asked for once', async () => {
    const { client, server } = await start();
    const list = client.sessions.list({ limit: 2 });
    const page: Page<Session> = await list;
    expect(ids(page.data)).toEqual(['s1', 's2']);
    expect(page.nextCursor).toBe('2');
    expect(page.hasNextPage()).toBe(true);
    expect(await list).toBe(page);
    await list.finally(() => {});
    expect(server.requests).toHaveLength(1);
  });

  it('gives its items one by one', async () => {
    const { client, server } = await start();
    const seen: string[] = [];
    for await (const session of client.sessions.list()) seen.push(session.session_id);
    expect(seen).toEqual(['s1', 's2', 's3', 's4', 's5', 's6', 's7']);
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/sessions',
      '/v1/sessions?cursor=3',
      '/v1/sessions?cursor=6',
    ]);
  });

  it('gives its items by chunks', async () => {
    const { client } = await start();
    const seen: string[][] = [];
    for await (const chunk of client.sessions.list({ limit: 3 }).pages()) seen.push(ids(chunk.data));
    expect(seen).toEqual([['s1', 's2', 's3'], ['s4', 's5', 's6'], ['s7']]);
  });

  it('asks for a page when the loop gets there, and not for what is left when the loop is left', async () => {
    const { client, server } = await start();
    let count = 0;
    for await (const _ of client.sessions.list()) {
      expect(server.requests).toHaveLength(count++ < 3 ? 1 : 2);
      if (count === 5) break;
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(2);
  });

  it('begins anew with each loop', async () => {
    const { client, server } = await start();
    const list = client.sessions.list({ limit: 7 });
    for (const _ of [1, 2]) expect(ids(await collect(list))).toHaveLength(7);
    expect(server.requests).toHaveLength(2);
  });

  it('begins at a cursor, with the filters and the options of the call', async () => {
    const { client, server } = await start();
    const query: { limit: number; cursor: string; order: 'desc'; user_id?: string } = {
      limit: 2,
      cursor: '4',
      order: 'desc',
    };
    const list = client.sessions.list(query, { headers: { 'x-a': 'b' } });
    query.limit = 100;
    expect(ids(await collect(list))).toEqual(['s5', 's6', 's7']);
    expect(server.requests.map(({ url, headers }) => [url, headers['x-a']])).toEqual([
      ['/v1/sessions?limit=2&cursor=4&order=desc', 'b'],
      ['/v1/sessions?limit=2&cursor=6&order=desc', 'b'],
    ]);
  });

  it('goes on over an empty page that has a successor', async () => {
    const server = await startScriptedServer(
      { body: { data: [], next_cursor: 'a' } },
      { body: { data: [sessionDocument('s1')], next_cursor: null } },
    );
    expect(await collect(new Scrollback({ baseUrl: server.url }).users.sessions('ada'))).toHaveLength(1);
    expect(server.requests[1]?.url).toBe('/v1/users/ada/sessions?cursor=a');
  });

  it('rejects a loop, and can be looped over again', async () => {
    const server = await startScriptedServer({ status: 500 }, answerPage);
    const list = new Scrollback({ baseUrl: server.url }).sessions.list();
    await expect(collect(list)).rejects.toMatchObject({ status: 500 });
    expect(await collect(list)).toHaveLength(7);
  });

  it('tries each page again', async () => {
    const unavailable = problem(503, 'store_unavailable');
    const server = await startScriptedServer(unavailable, answerPage, unavailable, unavailable, answerPage, answerPage);
    expect(await collect(new Scrollback({ baseUrl: server.url }).sessions.list())).toHaveLength(7);
  });

  it('tells what came around its first page', async () => {
    const { client, server } = await start();
    const list = client.sessions.list();
    const { data, requestId, status } = await list.withResponse();
    expect(data).toBe(await list);
    expect([requestId, status, server.requests.length]).toEqual(['after-0', 200, 1]);
  });

  it('is caught like a promise', async () => {
    const server = await startScriptedServer(problem(503, 'store_unavailable'));
    const client = new Scrollback({ baseUrl: server.url, maxRetries: 0 });
    expect(await client.sessions.list().catch((error) => error)).toBeInstanceOf(ServiceUnavailableError);
    const [outcome] = await Promise.allSettled([client.sessions.list()]);
    expect(outcome?.status).toBe('rejected');
  });
});

describe('a page', () => {
  it('leads to the next one', async () => {
    const { client } = await start();
    const page = await client.sessions.list({ limit: 4 });
    const next = await page.getNextPage();
    expect(ids(next.data)).toEqual(['s5', 's6', 's7']);
    expect(next.hasNextPage()).toBe(false);
    await expect(next.getNextPage()).rejects.toThrow(RangeError);
    expect((await page.getNextPage().withResponse()).requestId).toBe('after-4');
  });

  it('can be looped over, from its own items on', async () => {
    const { client, server } = await start();
    const page = await (await client.sessions.list({ limit: 2 })).getNextPage();
    expect(ids(await collect(page))).toEqual(['s3', 's4', 's5', 's6', 's7']);
    expect(server.requests).toHaveLength(4);
  });

  it('is plain in JSON', async () => {
    const { client } = await start();
    const page = await client.sessions.list({ limit: 1 });
    expect(JSON.parse(JSON.stringify(page))).toEqual({ data: [sessionDocument('s1')], nextCursor: '1' });
  });
});
