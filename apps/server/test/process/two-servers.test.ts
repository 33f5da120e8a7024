import { randomUUID } from 'node:crypto';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Call, send } from '../harness/send.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';

describeWithRedis('two servers on one Redis', (redisUrl) => {
  let servers: readonly ServerProcess[];
  beforeAll(async () => {
    const env = { SCROLLBACK_STORE: redisUrl, SCROLLBACK_REDIS_PREFIX: `test-${randomUUID()}` };
    servers = await Promise.all([startServerProcess(env), startServerProcess(env)]);
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  /** Each call through the next server. */
  const sendAll = (calls: readonly Call[]) =>
    Promise.all(calls.map((call, index) => send(servers[index % servers.length]?.url as string, call)));
  const get = async (path: string) => (await sendAll([{ path }]))[0]?.json;

  it('keep 200 of 200 keys of parallel metadata updates', async () => {
    const path = '/v1/sessions/merged';
    await sendAll([{ method: 'POST', path: '/v1/sessions', body: { session_id: 'merged' } }]);
    const keys = Array.from({ length: 200 }, (_, index) => `key${index}`);
    const answers = await sendAll(
      keys.map((key) => ({ method: 'PATCH', path, body: { metadata: { [key]: 1, nested: { [key]: 2 } } } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    const { metadata } = await get(path);
    expect(Object.keys(metadata.nested).sort()).toEqual([...keys].sort());
    expect(Object.keys(metadata).sort()).toEqual([...keys, 'nested'].sort());
  });

  it('keep 200 of 200 keys of parallel updates of a user', async () => {
    await sendAll([{ method: 'POST', path: '/v1/users', body: { user_id: 'merged' } }]);
    const keys = Array.from({ length: 200 }, (_, index) => `key${index}`);
    const answers = await sendAll(
      keys.map((key) => ({ method: 'PATCH', path: '/v1/users/merged', body: { metadata: { [key]: 1 } } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    expect(Object.keys((await get('/v1/users/merged')).metadata).sort()).toEqual([...keys].sort());
  });

  it('store all of 64 parallel first writes to one id, each batch whole and seq without a gap', async () => {
    const batches = Array.from({ length: 64 }, (_, batch) =>
      Array.from({ length: 1 + (batch % 5) }, (_, index) => ({ role: 'user', content: `${batch}.${index}` })),
    );
    const answers = await sendAll(
      batches.map((messages) => ({ method: 'POST', path: '/v1/sessions/first/messages', body: { messages } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 201));
    const { data } = await get('/v1/sessions/first/messages?limit=1000');
    const count = batches.flat().length;
    expect(data.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    const stored = data.map(({ content }: { content: string }) => content);
    for (const [batch, answer] of answers.entries()) {
      const expected = batches[batch]?.map(({ content }) => content) ?? [];
      const first = answer.json.messages[0].seq as number;
      expect(stored.slice(first - 1, first - 1 + expected.length)).toEqual(expected);
    }
    expect(
      (await get('/v1/sessions')).data.filter(({ session_id }: { session_id: string }) => session_id === 'first'),
    ).toHaveLength(1);
  });

  it('create an id once, however many ask for it', async () => {
    const answers = await sendAll(
      Array.from({ length: 32 }, () => ({ method: 'POST', path: '/v1/sessions', body: { session_id: 'raced' } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ json }) => json.code === 'session_exists')).toHaveLength(31);
  });
});
