import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { type Connection, openConnection, servingPids } from '../harness/workers.js';

vi.setConfig({ hookTimeout: 90_000 });
const connectionCount = 16;

describeWithRedis('two workers on one Redis', (redisUrl) => {
  defineTests(async () => ({ SCROLLBACK_STORE: redisUrl, SCROLLBACK_REDIS_PREFIX: `test-${randomUUID()}` }));
});

describe('two workers on one SQLite file', () => {
  defineTests(async () => ({ SCROLLBACK_STORE: `sqlite:${join(await temporaryFolder('workers'), 'scrollback.db')}` }));
});

/** Through connections that stay open, so that each belongs to one worker. */
function defineTests(environment: () => Promise<Readonly<Record<string, string>>>): void {
  let server: ServerProcess;
  let connections: readonly Connection[];
  beforeAll(async () => {
    server = await startServerProcess({
      ...(await environment()),
      SCROLLBACK_WORKERS: '2',
      // Each request is logged with the worker that had it.
      SCROLLBACK_LOG_LEVEL: 'debug',
    });
    connections = Array.from({ length: connectionCount }, () => openConnection(server.url));
  });
  afterAll(async () => {
    for (const connection of connections) connection.close();
    await server.stop();
  });

  const connection = (index: number) => connections[index % connectionCount] as Connection;
  const get = async (path: string) => (await connection(0).send({ path })).json;

  it('keep 200 of 200 keys of parallel metadata updates', async () => {
    await connection(0).send({ method: 'POST', path: '/v1/sessions', body: { session_id: 'merged' } });
    const keys = Array.from({ length: 200 }, (_, index) => `key${index}`);
    const patch = (key: string) => ({ method: 'PATCH', path: '/v1/sessions/merged', body: { metadata: { [key]: 1 } } });
    const answers = await Promise.all(keys.map((key, index) => connection(index).send(patch(key))));
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    expect(Object.keys((await get('/v1/sessions/merged')).metadata).sort()).toEqual([...keys].sort());
    await expect.poll(() => servingPids(server).size, { timeout: 10_000 }).toBe(2);
  });

  it('keep a hot session dense, each message once, and those of each connection in order', async () => {
    const path = '/v1/sessions/hot/messages';
    const turns = Array.from({ length: 25 }, (_, turn) => turn);
    const told = new Map<string, number>();
    await Promise.all(
      connections.map(async (each, index) => {
        for (const turn of turns) {
          const contents = [`${index}.${turn}.question`, `${index}.${turn}.answer`];
          const messages = contents.map((content) => ({ role: 'user', content }));
          const { status, json } = await each.send({ method: 'POST', path, body: { messages } });
          expect(status).toBe(201);
          for (const { content, seq } of json.messages) told.set(content, seq);
        }
      }),
    );
    const { data } = await get(`${path}?limit=1000`);
    const count = connectionCount * turns.length * 2;
    expect(data.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(new Map(data.map(({ content, seq }: { content: string; seq: number }) => [content, seq]))).toEqual(told);
    const stored = data.map(({ content }: { content: string }) => content);
    for (const index of connections.keys()) {
      const sent = turns.flatMap((turn) => [`${index}.${turn}.question`, `${index}.${turn}.answer`]);
      expect(stored.filter((content: string) => content.startsWith(`${index}.`))).toEqual(sent);
    }
    await expect.poll(() => servingPids(server).size, { timeout: 10_000 }).toBe(2);
  });
}
