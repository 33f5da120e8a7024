import { ConnectionError, NotFoundError, Scrollback, ServiceUnavailableError } from '@scrollback/client';
import { StoreOutcomeUnknownError, StoreUnavailableError } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../harness/test-server.js';
import { createLossyFetch } from './lossy-fetch.js';

const hello = { messages: [{ role: 'user', content: 'hello' }] };

describe('the client, when answers are lost', () => {
  let server: TestServer;
  let client: Scrollback;

  const losing = (lostCount: number) => new Scrollback({ baseUrl: server.url, fetch: createLossyFetch(lostCount) });

  beforeEach(async () => {
    server = await startTestServer();
    client = new Scrollback({ baseUrl: server.url });
  });

  afterEach(() => server.stop());

  it('adds messages once', async () => {
    const { messages, last_seq } = await losing(2).messages.add('chat', { ...hello, expected_seq: 0 });
    expect([last_seq, messages[0]?.content]).toEqual([1, 'hello']);
    expect(await client.sessions.get('chat')).toMatchObject({ message_count: 1, last_seq: 1 });
  });

  it('merges metadata', async () => {
    await client.messages.add('chat', hello);
    expect((await losing(1).sessions.update('chat', { metadata: { a: 1 } })).metadata).toEqual({ a: 1 });
  });

  it('deletes a session without being told that it is gone', async () => {
    await client.messages.add('chat', hello);
    await losing(1).sessions.delete('chat');
    expect(await client.sessions.restore('chat')).toMatchObject({ message_count: 1 });
  });

  it('hears that a user is gone when it repeats the removal', async () => {
    await client.users.create({ user_id: 'ada' });
    await expect(losing(1).users.delete('ada')).rejects.toThrow(NotFoundError);
  });

  it('does not repeat what would be in conflict with itself', async () => {
    await expect(losing(1).sessions.create({ session_id: 'chat' })).rejects.toThrow(ConnectionError);
    await client.sessions.delete('chat');
    await expect(losing(1).sessions.restore('chat')).rejects.toThrow(ConnectionError);
    expect((await client.sessions.get('chat')).state).toBe('live');
    const { etag } = await client.sessions.get('chat').withResponse();
    const update = losing(1).sessions.update('chat', { metadata: { a: 1 } }, { ifMatch: etag });
    await expect(update).rejects.toThrow(ConnectionError);
    expect((await client.sessions.get('chat')).metadata).toEqual({ a: 1 });
  });
});

describe('the client, when the store fails', () => {
  it.each([
    ['creates after a store that did not answer', new StoreUnavailableError('away', { operation: 'commit' }), true],
    [
      'does not create again after an unknown outcome',
      new StoreOutcomeUnknownError('lost', { operation: 'commit' }),
      false,
    ],
  ])('%s', async (_, failure, isCreated) => {
    const store = createMemoryStore();
    let failureCount = 0;
    const failing = {
      ...store,
      sessions: {
        ...store.sessions,
        commit: (...request: Parameters<typeof store.sessions.commit>) =>
          failureCount++ === 0 ? Promise.reject(failure) : store.sessions.commit(...request),
      },
    };
    const server = await startTestServer({ store: failing });
    const call = new Scrollback({ baseUrl: server.url }).sessions.create({ session_id: 'chat' });
    const outcome = await call.catch((error: unknown) => error);
    expect(outcome instanceof ServiceUnavailableError).toBe(!isCreated);
    await server.stop();
  });
});
