import { AuthenticationError, Scrollback } from '@scrollback/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToken } from '../../src/create-token.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

const secret = 'a secret of 32 bytes at the least';

describe('the client, at a server that takes tokens', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ config: { authRequired: true, authSecret: secret } });
  });
  afterAll(() => server.stop());

  it('is let in with a token as its apiKey, or in a header of its own', async () => {
    const token = await createToken(secret);
    const keyed = new Scrollback({ baseUrl: server.url, apiKey: token });
    expect((await keyed.sessions.create({ session_id: 's' })).session_id).toBe('s');
    const cookie = new Scrollback({ baseUrl: server.url, headers: { cookie: `jwt=${token}` } });
    expect((await cookie.sessions.get('s')).session_id).toBe('s');
  });

  it('rejects with AuthenticationError without one, and with a bad one', async () => {
    for (const options of [{}, { apiKey: 'bad' }]) {
      const client = new Scrollback({ baseUrl: server.url, ...options });
      const error: unknown = await client.sessions.list().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ status: 401, code: 'unauthorized' });
    }
  });
});
