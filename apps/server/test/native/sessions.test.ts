import { nativeContract } from '@scrollback/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectShape } from '../harness/expect-shape.js';
import { onEachStore } from '../harness/on-each-store.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const { sessions } = nativeContract;

onEachStore('sessions', (openStore) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ store: openStore() });
  });
  afterAll(() => server.stop());

  const create = (session_id: string, rest: object = {}) =>
    server.send({ method: 'POST', path: '/v1/sessions', body: { session_id, ...rest } });
  const add = (id: string, ...contents: string[]) =>
    server.send({
      method: 'POST',
      path: `/v1/sessions/${id}/messages`,
      body: { messages: contents.map((content) => ({ role: 'user', content })) },
    });

  it('create › answers 201 with the session and its ETag', async () => {
    const answer = await create('created', { metadata: { a: [1, null, {}], b: 1700000000000123 } });
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toBe('application/json');
    expectShape(sessions.create.responses[201], answer.json);
    expect(answer.json).toMatchObject({
      session_id: 'created',
      state: 'live',
      user_id: null,
      metadata: { a: [1, null, {}], b: 1700000000000123 },
      message_count: 0,
      last_seq: 0,
      deleted_at: null,
    });
    expect(answer.headers.etag).toBe(`"${answer.json.uuid}.1"`);
  });

  it('create › gives the session to a user', async () => {
    await server.send({ method: 'POST', path: '/v1/users', body: { user_id: 'owner' } });
    expect((await create('owned', { user_id: 'owner' })).json).toMatchObject({ user_id: 'owner' });
  });

  it('get › answers with what create answered', async () => {
    const created = await create('read');
    const answer = await server.send({ path: '/v1/sessions/read' });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(created.text);
    expect(answer.headers.etag).toBe(created.headers.etag);
  });

  it('get › reads ids from the path, percent-decoded once', async () => {
    for (const id of ['a/b', 'a%2Fb', '😀', ' ', '?x=1#y', '..a', '%', 'ü'.repeat(512)]) {
      expect((await create(id)).status).toBe(201);
      const answer = await server.send({ path: `/v1/sessions/${encodeURIComponent(id)}` });
      expect(answer.json.session_id).toBe(id);
    }
  });

  it('get › answers 304 to the ETag that is current, 200 to another', async () => {
    const etag = (await create('cached')).headers.etag as string;
    const path = '/v1/sessions/cached';
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await server.send({ path, headers: { 'if-none-match': known } });
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await server.send({ path, headers: { 'if-none-match': '"x"' } })).status).toBe(200);
  });

  it('update › merges metadata as RFC 7396 says and changes the ETag', async () => {
    const created = await create('patched', { metadata: { a: { x: 1, y: 2 }, b: 1 } });
    const answer = await server.send({
      method: 'PATCH',
      path: '/v1/sessions/patched',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { a: { x: null, z: 3 }, c: [] } },
    });
    expect(answer.status).toBe(200);
    expectShape(sessions.update.responses[200], answer.json);
    expect(answer.json.metadata).toEqual({ a: { y: 2, z: 3 }, b: 1, c: [] });
    expect(answer.headers.etag).not.toBe(created.headers.etag);
    const emptied = await server.send({ method: 'PATCH', path: '/v1/sessions/patched', body: { metadata: null } });
    expect(emptied.json.metadata).toEqual({});
  });

  it('update › gives a session its user, once', async () => {
    await server.send({ method: 'POST', path: '/v1/users', body: { user_id: 'taker' } });
    await create('taken');
    const give = (user_id: string) => server.send({ method: 'PATCH', path: '/v1/sessions/taken', body: { user_id } });
    expect((await give('taker')).json.user_id).toBe('taker');
    expect((await give('taker')).status).toBe(200);
    await server.send({ method: 'POST', path: '/v1/users', body: { user_id: 'other' } });
    expect((await give('other')).json.code).toBe('session_has_user');
    expect((await give('nobody')).json.code).toBe('unknown_user');
  });

  it('delete and restore › take the session to the trash and back with its messages', async () => {
    await add('trashed', 'one', 'two');
    const deleted = await server.send({ method: 'DELETE', path: '/v1/sessions/trashed' });
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await server.send({ path: '/v1/sessions/trashed' })).status).toBe(404);
    expect((await server.send({ path: '/v1/sessions/trashed/window' })).status).toBe(404);
    const trash = await server.send({ path: '/v1/sessions?state=deleted' });
    expect(trash.json.data).toMatchObject([{ session_id: 'trashed', state: 'deleted', message_count: 2 }]);
    const restored = await server.send({ method: 'POST', path: '/v1/sessions/trashed/restore' });
    expect(restored.status).toBe(200);
    expectShape(sessions.restore.responses[200], restored.json);
    expect(restored.json).toMatchObject({ state: 'live', message_count: 2, deleted_at: null });
    const again = await server.send({ method: 'POST', path: '/v1/sessions/trashed/restore' });
    expect([again.status, again.json.code]).toEqual([409, 'session_not_deleted']);
  });

  it('window › answers with the newest messages, oldest first, and the ETag of the session', async () => {
    await add('window', ...Array.from({ length: 20 }, (_, index) => `m${index + 1}`));
    const answer = await server.send({ path: '/v1/sessions/window/window?last=3' });
    expect(answer.status).toBe(200);
    expectShape(sessions.window.responses[200], answer.json);
    expect(answer.json).toMatchObject({ last_seq: 20, message_count: 20 });
    expect(answer.json.messages.map(({ content }: { content: string }) => content)).toEqual(['m18', 'm19', 'm20']);
    const byDefault = await server.send({ path: '/v1/sessions/window/window' });
    expect(byDefault.json.messages).toHaveLength(12);
    const { etag } = (await server.send({ path: '/v1/sessions/window' })).headers;
    expect([answer.headers.etag, byDefault.headers.etag]).toEqual([etag, etag]);
  });
});

onEachStore('lists of sessions', (openStore) => {
  let server: TestServer;
  const ids = Array.from({ length: 7 }, (_, index) => `s${index + 1}`);
  beforeAll(async () => {
    server = await startTestServer({ store: openStore() });
    await server.send({ method: 'POST', path: '/v1/users', body: { user_id: 'u/1' } });
    for (const [index, session_id] of ids.entries()) {
      const owner = index % 2 === 0 ? { user_id: 'u/1' } : {};
      await server.send({ method: 'POST', path: '/v1/sessions', body: { session_id, ...owner } });
    }
  });
  afterAll(() => server.stop());

  const walk = async (path: string) => {
    const pages: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { status, json } = await server.send({ path: `${path}${cursor === '' ? '' : `&cursor=${cursor}`}` });
      expect(status).toBe(200);
      expectShape(sessions.list.responses[200], json);
      pages.push(json.data.map(({ session_id }: { session_id: string }) => session_id));
      cursor = json.next_cursor;
    }
    return pages;
  };

  it('are walked to the end by next_cursor, in both orders', async () => {
    expect(await walk('/v1/sessions?limit=3')).toEqual([['s1', 's2', 's3'], ['s4', 's5', 's6'], ['s7']]);
    expect(await walk('/v1/sessions?limit=3&order=desc')).toEqual([['s7', 's6', 's5'], ['s4', 's3', 's2'], ['s1']]);
  });

  it('have a next_cursor exactly when there is more', async () => {
    expect(await walk('/v1/sessions?limit=7')).toEqual([ids]);
    expect(await walk('/v1/sessions?limit=1')).toEqual(ids.map((id) => [id]));
    expect(await walk('/v1/sessions?state=deleted')).toEqual([[]]);
  });

  it('of a user hold its sessions only', async () => {
    expect(await walk('/v1/sessions?limit=2&user_id=u%2F1')).toEqual([
      ['s1', 's3'],
      ['s5', 's7'],
    ]);
    expect(await walk('/v1/users/u%2F1/sessions?limit=3&order=desc')).toEqual([['s7', 's5', 's3'], ['s1']]);
    expect(await walk('/v1/sessions?user_id=nobody')).toEqual([[]]);
    expect((await server.send({ path: '/v1/users/nobody/sessions' })).json.code).toBe('user_not_found');
  });

  it('go on with another limit', async () => {
    const { json } = await server.send({ path: '/v1/sessions?limit=2' });
    const rest = await server.send({ path: `/v1/sessions?limit=5&cursor=${json.next_cursor}` });
    expect(rest.json.data.map(({ session_id }: { session_id: string }) => session_id)).toEqual(ids.slice(2));
    expect(rest.json.next_cursor).toBeNull();
  });
});
