import type { Store } from '@scrollback/store';
import {
  StoreClosedError,
  StoreCorruptError,
  StoreFullError,
  StoreOutcomeUnknownError,
  StoreSchemaError,
  StoreUnavailableError,
} from '@scrollback/store';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '../harness/test-server.js';

const secret = 'redis://:hunter2@10.0.0.7:6379';
const details = { operation: 'sessions.find', cause: new Error(secret) };

/** A store of which every method fails in the same way. */
function failingStore(error: Error): Store {
  const fail = () => Promise.reject(error);
  const methods = new Proxy({}, { get: () => fail });
  return { sessions: methods, users: methods, ping: fail, close: async () => {} } as unknown as Store;
}

const rows: readonly (readonly [Error, number, string])[] = [
  [new StoreUnavailableError(secret, details), 503, 'store_unavailable'],
  [new StoreOutcomeUnknownError(secret, details), 503, 'store_outcome_unknown'],
  [new StoreClosedError(secret, details), 503, 'store_closed'],
  [new StoreFullError(secret, details), 507, 'store_full'],
  [new StoreCorruptError(secret, details), 500, 'store_corrupt'],
  [new StoreSchemaError(secret, details), 500, 'store_schema'],
  [new TypeError(secret), 500, 'internal_error'],
  [new RangeError('Maximum call stack size exceeded'), 500, 'internal_error'],
];

describe('a failure of the store', () => {
  it.for(rows)(
    '%s › is answered with its status, without saying what happened inside',
    async ([error, status, code]) => {
      const server = await startTestServer({ store: failingStore(error) });
      const calls = [
        { path: '/v1/sessions/s' },
        { path: '/v1/sessions' },
        { method: 'POST', path: '/v1/sessions/s/messages', body: { messages: [{ role: 'user', content: 'x' }] } },
        { path: '/health/ready' },
      ];
      for (const call of calls) {
        const answer = await server.send({ ...call, headers: { authorization: 'Bearer abc' } });
        expect([answer.status, answer.json.code]).toEqual([status, code]);
        expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
        expect(answer.text).not.toMatch(/hunter2|stack|sessions\.find/);
        expect(server.log.some((line) => line.includes(answer.json.request_id))).toBe(true);
      }
      expect(server.log.join()).not.toContain('Bearer abc');
      expect((await server.send({ path: '/health/live' })).status).toBe(200);
      await server.stop();
    },
  );
});

describe('the log', () => {
  it('has a line for each request at debug, without bodies and headers', async () => {
    const server = await startTestServer({ logLevel: 'debug' });
    await server.send({
      method: 'POST',
      path: '/v1/sessions',
      headers: { authorization: 'Bearer abc', cookie: 'jwt=abc', 'x-request-id': 'mine' },
      body: { session_id: 's', metadata: { diary: 'dear diary' } },
    });
    await server.stop();
    const lines = server.log.map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { req: { id: 'mine', method: 'POST', url: '/v1/sessions' }, res: { statusCode: 201 } },
    ]);
    expect(server.log.join()).not.toMatch(/Bearer|jwt|diary/);
  });

  it('has no line for good and for mistaken requests at info', async () => {
    const server = await startTestServer();
    await server.send({ path: '/health/live' });
    await server.send({ path: '/nope' });
    await server.stop();
    expect(server.log).toEqual([]);
  });
});

it.for(['/v1/sessions/s', '/api/v1/sessions/s'])(
  'an error that cannot be answered cuts off the request to %s, and nothing else',
  async (path) => {
    const error = new StoreUnavailableError('away', details);
    Object.defineProperty(error, 'stack', {
      get() {
        throw new Error('no stack');
      },
    });
    const server = await startTestServer({ store: failingStore(error) });
    await expect(server.send({ path })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await server.send({ path: '/health/live' })).status).toBe(200);
    await server.stop();
    expect(server.log.join()).toContain('no stack');
  },
);
