import { nativeContract } from '@scrollback/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectShape } from '../harness/expect-shape.js';
import { onEachStore } from '../harness/on-each-store.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const { messages } = nativeContract;
const uuid = '01936B2E-7C1A-7D54-9C1F-2F6C1D0B8A01';

onEachStore('messages', (openStore) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ store: openStore() });
  });
  afterAll(() => server.stop());

  const add = (id: string, body: object) => server.send({ method: 'POST', path: `/v1/sessions/${id}/messages`, body });
  const say = (...contents: string[]) => ({ messages: contents.map((content) => ({ role: 'user', content })) });
  const initials = (found: { content: string }[]) => found.map(({ content }) => content.charAt(0)).join('');
  /** The first letters of the messages, page by page. */
  const walkThrough = async (id: string, query: string) => {
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/v1/sessions/${id}/messages?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { status, json } = await server.send({ path });
      expect(status).toBe(200);
      expectShape(messages.list.responses[200], json);
      pages.push(initials(json.data));
      cursor = json.next_cursor;
    }
    return pages;
  };

  it('add › creates the session and answers 201 with what is stored', async () => {
    const answer = await add('new', {
      messages: [
        { role: 'user', content: 'hi', uuid, token_count: 3, metadata: { a: [], b: {} } },
        { role: 'assistant', content: '' },
      ],
      metadata: { topic: 'x' },
    });
    expect(answer.status).toBe(201);
    expectShape(messages.add.responses[201], answer.json);
    expect(answer.json).toMatchObject({ last_seq: 2, message_count: 2 });
    expect(answer.json.messages[0]).toMatchObject({
      uuid: uuid.toLowerCase(),
      seq: 1,
      role: 'user',
      content: 'hi',
      token_count: 3,
      metadata: { a: [], b: {} },
    });
    expect(answer.json.messages[1]).toMatchObject({ seq: 2, role: 'assistant', content: '', token_count: 0 });
    expect(answer.json.messages[1]).not.toHaveProperty('metadata');
    const session = await server.send({ path: '/v1/sessions/new' });
    expect(session.json).toMatchObject({ metadata: { topic: 'x' }, message_count: 2 });
    expect(answer.headers.etag).toBe(session.headers.etag);
  });

  it('add › stores nothing twice when it is repeated', async () => {
    const body = { messages: [{ role: 'user', content: 'once', uuid }] };
    const first = await add('repeated', body);
    const second = await add('repeated', body);
    expect([second.status, second.json.last_seq]).toEqual([201, 1]);
    expect(second.json.messages).toEqual(first.json.messages);
  });

  it('add › keeps every string and number of metadata as it came', async () => {
    const text = `{"messages":[{"role":"user","content":"\\u0000\\u2028😀","metadata":{"__proto__":{"a":1},"constructor":{"prototype":{"b":2}},"1":0.12345678901234567,"n":1700000000000123,"e":[[],{},null]}}]}`;
    expect((await server.send({ method: 'POST', path: '/v1/sessions/exact/messages', body: text })).status).toBe(201);
    const { json } = await server.send({ path: '/v1/sessions/exact/window' });
    expect(json.messages[0].content).toBe('\u0000\u2028😀');
    expect(JSON.stringify(json.messages[0].metadata)).toBe(JSON.stringify(JSON.parse(text).messages[0].metadata));
    expect(({} as { a?: unknown; b?: unknown }).a ?? ({} as { b?: unknown }).b).toBeUndefined();
  });

  it('add › to a session in the trash brings it back without its messages', async () => {
    await add('back', say('old'));
    await server.send({ method: 'DELETE', path: '/v1/sessions/back' });
    const answer = await add('back', say('new'));
    expect(answer.json).toMatchObject({ last_seq: 2, message_count: 1 });
  });

  it('add › heeds expected_seq', async () => {
    expect((await add('expected', { ...say('a'), expected_seq: 0 })).status).toBe(201);
    const refused = await add('expected', { ...say('b'), expected_seq: 0 });
    expect([refused.status, refused.json.code, refused.json.errors[0].pointer]).toEqual([
      409,
      'seq_mismatch',
      '/expected_seq',
    ]);
    expect((await add('expected', { ...say('b'), expected_seq: 1 })).json.last_seq).toBe(2);
  });

  it('list › pages in both orders, with a next_cursor exactly when there is more', async () => {
    await add('listed', say('1', '2', '3', '4', '5'));
    const walk = (query: string) => walkThrough('listed', query);
    expect(await walk('limit=2')).toEqual(['12', '34', '5']);
    expect(await walk('limit=2&order=desc')).toEqual(['54', '32', '1']);
    expect(await walk('limit=5')).toEqual(['12345']);
    expect(await walk('limit=5&order=desc')).toEqual(['54321']);
    expect(await walk('limit=1')).toHaveLength(5);
  });

  it('list and window › end before their messages exceed 16 MiB', async () => {
    for (const initial of '12345') await add('long', say(initial.padEnd(4_500_000, 'x')));
    expect(await walkThrough('long', 'limit=1000')).toEqual(['123', '45']);
    expect(await walkThrough('long', 'limit=1000&order=desc')).toEqual(['543', '21']);
    expect(await walkThrough('long', 'limit=2&order=desc')).toEqual(['54', '32', '1']);
    const window = await server.send({ path: '/v1/sessions/long/window?last=1000' });
    expect(initials(window.json.messages)).toBe('345');
    expect(window.json).toMatchObject({ last_seq: 5, message_count: 5 });
  });

  it('clear › deletes the messages and keeps the session', async () => {
    await add('cleared', say('1', '2'));
    const answer = await server.send({ method: 'DELETE', path: '/v1/sessions/cleared/messages' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    for (const order of ['asc', 'desc']) {
      const page = await server.send({ path: `/v1/sessions/cleared/messages?order=${order}` });
      expect(page.json).toEqual({ data: [], next_cursor: null });
    }
    expect((await server.send({ path: '/v1/sessions/cleared' })).json).toMatchObject({ message_count: 0, last_seq: 2 });
    await add('cleared', say('3', '4'));
    const rest = await server.send({ path: '/v1/sessions/cleared/messages?order=desc&limit=2' });
    expect(rest.json.data).toHaveLength(2);
    expect(rest.json.next_cursor).toBeNull();
  });

  it('get › answers with one message, whatever the letter case of its uuid', async () => {
    const added = await add('single', { messages: [{ role: 'user', content: 'x', uuid }] });
    for (const name of [uuid, uuid.toLowerCase()]) {
      const answer = await server.send({ path: `/v1/sessions/single/messages/${name}` });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual(added.json.messages[0]);
    }
    const missing = await server.send({ path: `/v1/sessions/single/messages/${uuid.replace('01', '02')}` });
    expect([missing.status, missing.json.code]).toEqual([404, 'message_not_found']);
  });

  it('update › merges metadata into one message', async () => {
    await add('edited', { messages: [{ role: 'user', content: 'x', uuid, metadata: { a: 1, b: 2 } }] });
    const path = `/v1/sessions/edited/messages/${uuid}`;
    const answer = await server.send({ method: 'PATCH', path, body: { metadata: { b: null, c: 3 } } });
    expect(answer.status).toBe(200);
    expectShape(messages.update.responses[200], answer.json);
    expect(answer.json.metadata).toEqual({ a: 1, c: 3 });
    expect((await server.send({ path })).json).toEqual(answer.json);
    const emptied = await server.send({ method: 'PATCH', path, body: { metadata: null } });
    expect(emptied.json).not.toHaveProperty('metadata');
  });
});
