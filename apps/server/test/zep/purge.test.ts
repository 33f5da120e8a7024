import { createMemoryStore } from '@scrollback/store-memory';
import { describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../harness/test-server.js';
import { contents, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

const create = (server: TestServer, session_id: string) =>
  server.send({ method: 'POST', path: '/api/v1/sessions', body: { session_id } });
const remove = (server: TestServer, id: string) =>
  server.send({ method: 'DELETE', path: `/api/v1/sessions/${id}/memory` });

describe('3 purge', () => {
  it('3 when, Q26 › not at server start: what was deleted a second ago outlives a restart', async () => {
    const store = createMemoryStore();
    const first = await startTestServer({ store });
    const second = await startTestServer({ store, config: { purgeIntervalMs: 3_600_000 } });
    await create(first, 'x');
    expectOk(await remove(first, 'x'));
    const third = await startTestServer({ store, config: { purgeIntervalMs: 3_600_000 } });
    expect((await create(third, 'x')).status).toBe(400);
    await Promise.all([first, second, third].map((server) => server.stop()));
  });

  it('3 when › after each interval, whatever the age', async () => {
    const server = await startTestServer({ config: { purgeIntervalMs: 50 } });
    for (const id of ['x', 'y']) {
      await create(server, id);
      expectOk(await remove(server, id));
      await expect.poll(async () => (await create(server, id)).status, { timeout: 10_000 }).toBe(201);
    }
    await server.stop();
  });

  it('Q26 › a minimum age keeps what is younger', async () => {
    const server = await startTestServer({ config: { purgeIntervalMs: 30, purgeMinAgeMs: 3_600_000 } });
    await create(server, 'x');
    expectOk(await remove(server, 'x'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await create(server, 'x')).status).toBe(400);
    await server.stop();
  });
});

describeZepOnEachStore('3 purge run', (zep) => {
  it('3 what › every soft-deleted session goes, live ones and users stay', async () => {
    const user_id = await zep.createUser();
    const [live, deleted] = [await zep.createSession({ user_id }), await zep.createSession({ user_id })];
    await zep.addMessages(live, 'one');
    await zep.addMessages(deleted, 'two');
    expectOk(await zep.delete(`/sessions/${deleted}/memory`));
    await zep.purge();
    expect(contents(await zep.get(`/sessions/${live}/memory`))).toEqual(['one']);
    expect((await zep.get(`/user/${user_id}/sessions`)).json).toMatchObject([{ session_id: live }]);
    expectError(await zep.patch(`/sessions/${deleted}`, { metadata: { a: 1 } }), 404, 'not found');
    expectError(await zep.delete(`/sessions/${deleted}/memory`), 404, 'not found');
    expect((await zep.post('/sessions', { session_id: deleted })).status).toBe(201);
  });

  it('3 race › a purge run during POST memory never takes a message that was acknowledged to a live session', async () => {
    const ids = Array.from({ length: 20 }, () => newId());
    await Promise.all(ids.map((id) => zep.addMessages(id, 'old')));
    await Promise.all(ids.map((id) => zep.delete(`/sessions/${id}/memory`)));
    await Promise.all([zep.purge(), ...ids.map((id) => zep.addMessages(id, 'new')), zep.purge()]);
    await zep.purge();
    for (const id of ids) {
      expect((await zep.get(`/sessions/${id}`)).status).toBe(200);
      expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['new']);
    }
  });
});
