import { nativeContract } from '@scrollback/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectShape } from '../harness/expect-shape.js';
import { onEachStore } from '../harness/on-each-store.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const { users } = nativeContract;

onEachStore('users', (openStore) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ store: openStore() });
  });
  afterAll(() => server.stop());

  const create = (user_id: string, rest: object = {}) =>
    server.send({ method: 'POST', path: '/v1/users', body: { user_id, ...rest } });

  it('create and get › answer with the user and its ETag', async () => {
    const created = await create('ada', { email: 'ada@example.org', first_name: 'Ada', metadata: { a: 1 } });
    expect(created.status).toBe(201);
    expectShape(users.create.responses[201], created.json);
    expect(created.json).toMatchObject({
      user_id: 'ada',
      email: 'ada@example.org',
      first_name: 'Ada',
      last_name: null,
      metadata: { a: 1 },
    });
    const read = await server.send({ path: '/v1/users/ada' });
    expect([read.status, read.text]).toEqual([200, created.text]);
    expect(read.headers.etag).toBe(created.headers.etag);
    expect((await create('ada')).json.code).toBe('user_exists');
  });

  it('update › changes the fields that are given, clears those that are null, merges metadata', async () => {
    await create('grace', { first_name: 'Grace', last_name: 'H', email: 'g@example.org', metadata: { a: 1, b: 2 } });
    const answer = await server.send({
      method: 'PATCH',
      path: '/v1/users/grace',
      body: { last_name: 'Hopper', email: null, metadata: { b: null } },
    });
    expect(answer.status).toBe(200);
    expectShape(users.update.responses[200], answer.json);
    expect(answer.json).toMatchObject({
      first_name: 'Grace',
      last_name: 'Hopper',
      email: null,
      metadata: { a: 1 },
    });
  });

  it('list › pages in both orders', async () => {
    for (const id of ['l1', 'l2', 'l3']) await create(id);
    const { json } = await server.send({ path: '/v1/users?order=desc&limit=2' });
    expectShape(users.list.responses[200], json);
    expect(json.data.map(({ user_id }: { user_id: string }) => user_id)).toEqual(['l3', 'l2']);
    const next = await server.send({ path: `/v1/users?order=desc&limit=1&cursor=${json.next_cursor}` });
    expect(next.json.data).toMatchObject([{ user_id: 'l1' }]);
  });

  it('delete › removes the user with everything it owns and counts it', async () => {
    await create('gone');
    for (const id of ['g1', 'g2']) {
      await server.send({
        method: 'POST',
        path: `/v1/sessions/${id}/messages`,
        body: { messages: [{ role: 'user', content: 'x' }], user_id: 'gone' },
      });
    }
    await server.send({ method: 'DELETE', path: '/v1/sessions/g2' });
    const answer = await server.send({ method: 'DELETE', path: '/v1/users/gone' });
    expect(answer.status).toBe(200);
    expectShape(users.delete.responses[200], answer.json);
    expect(answer.json).toEqual({ user_id: 'gone', session_count: 2, message_count: 2 });
    for (const path of ['/v1/users/gone', '/v1/users/gone/sessions', '/v1/sessions/g1']) {
      expect((await server.send({ path })).status).toBe(404);
    }
    expect((await server.send({ method: 'DELETE', path: '/v1/users/gone' })).json.code).toBe('user_not_found');
  });
});
