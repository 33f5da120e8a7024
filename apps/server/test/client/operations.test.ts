import {
  BadRequestError,
  ConflictError,
  NotFoundError,
  PayloadTooLargeError,
  PreconditionFailedError,
  Scrollback,
  UnprocessableError,
} from '@scrollback/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { onEachStore } from '../harness/on-each-store.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

onEachStore('the client', (openStore) => {
  let server: TestServer;
  let client: Scrollback;

  beforeEach(async () => {
    server = await startTestServer({ store: openStore() });
    client = new Scrollback({ baseUrl: server.url });
  });

  afterEach(() => server.stop());

  const say = (content: string) => ({ role: 'user', content });
  const add = (sessionId: string, ...contents: string[]) =>
    client.messages.add(sessionId, { messages: contents.map(say) });
  const failureOf = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('resolved'),
      (error) => error,
    );

  it('lives through a session', async () => {
    const user = await client.users.create({ user_id: 'ada', email: 'ada@example.org' });
    const created = await client.sessions.create({
      session_id: 'chat',
      user_id: 'ada',
      metadata: { plan: { name: 'pro' } },
    });
    expect(created).toMatchObject({
      session_id: 'chat',
      state: 'live',
      user_id: 'ada',
      message_count: 0,
      deleted_at: null,
    });
    const updated = await client.sessions.update('chat', { metadata: { plan: { seats: 5 }, gone: null } });
    expect(updated.metadata).toEqual({ plan: { name: 'pro', seats: 5 } });

    const { messages, last_seq } = await add('chat', 'one', 'two', 'three');
    expect([last_seq, messages.map(({ seq }) => seq)]).toEqual([3, [1, 2, 3]]);
    const [first] = messages;
    if (first === undefined) return expect.fail('no message');
    await client.messages.update('chat', first.uuid, { metadata: { stars: 5 } });
    expect(await client.messages.get('chat', first.uuid)).toMatchObject({ content: 'one', metadata: { stars: 5 } });
    expect((await client.sessions.window('chat', { last: 2 })).messages.map(({ content }) => content)).toEqual([
      'two',
      'three',
    ]);
    expect((await client.messages.list('chat', { order: 'desc', limit: 1 })).data[0]?.content).toBe('three');

    expect(await client.sessions.delete('chat')).toBeUndefined();
    expect(await failureOf(client.sessions.get('chat'))).toBeInstanceOf(NotFoundError);
    expect((await client.sessions.list({ state: 'deleted' })).data).toHaveLength(1);
    expect(await client.sessions.restore('chat')).toMatchObject({ state: 'live', message_count: 3 });
    await client.messages.clear('chat');
    expect(await client.sessions.get('chat')).toMatchObject({ message_count: 0, last_seq: 3 });

    expect(await client.users.update('ada', { email: null, first_name: 'Ada' })).toMatchObject({
      email: null,
      first_name: 'Ada',
    });
    expect((await client.users.get('ada')).uuid).toBe(user.uuid);
    expect(await client.users.delete('ada')).toEqual({ user_id: 'ada', session_count: 1, message_count: 3 });
    expect((await client.users.list()).data).toEqual([]);
  });

  it('walks lists by items, by pages and from a page on, each session once', async () => {
    await client.users.create({ user_id: 'ada' });
    const ids = Array.from({ length: 23 }, (_, index) => `s${index}`);
    for (const session_id of ids) await client.sessions.create({ session_id, user_id: 'ada' });
    const walked: string[] = [];
    for await (const { session_id } of client.sessions.list({ limit: 5 })) {
      walked.push(session_id);
      if (walked.length === 7) await client.sessions.create({ session_id: 'late' });
    }
    expect(walked).toEqual([...ids, 'late']);
    const chunks: number[] = [];
    for await (const { data } of client.users.sessions('ada', { limit: 10, order: 'desc' }).pages())
      chunks.push(data.length);
    expect(chunks).toEqual([10, 10, 3]);
    const page = await client.sessions.list({ user_id: 'ada', limit: 20 });
    const { data } = await page.getNextPage();
    expect(data.map(({ session_id }) => session_id)).toEqual(['s20', 's21', 's22']);
  });

  it.each([
    'a/b',
    '%2e%2e',
    '..%2f',
    '...',
    '?a=b#c',
    'a+b c;d',
    '\\',
    '{session_id}',
    '\u0000\u001f\u007f',
    '\u2028\ufeff\ufffd',
    '東京 👩‍👩‍👧',
    '__proto__',
    'restore',
    '€'.repeat(341),
  ])('reaches the session and the user %j', async (id) => {
    await client.users.create({ user_id: id });
    await client.messages.add(id, { messages: [say('hello')], user_id: id });
    expect(await client.sessions.get(id)).toMatchObject({ session_id: id, user_id: id });
    expect((await client.sessions.list({ user_id: id })).data).toHaveLength(1);
    expect((await client.users.sessions(id)).data).toHaveLength(1);
    await client.sessions.delete(id);
    expect((await client.sessions.restore(id)).session_id).toBe(id);
    expect((await client.users.delete(id)).session_count).toBe(1);
  });

  it('gives ETags that make changes conditional', async () => {
    await add('chat', 'one');
    const { etag } = await client.sessions.get('chat').withResponse();
    expect((await client.sessions.window('chat').withResponse()).etag).toBe(etag);
    const changed = await client.sessions.update('chat', { metadata: { a: 1 } }, { ifMatch: etag }).withResponse();
    expect(changed.etag).not.toBe(etag);
    const lateCalls = [
      () => client.sessions.update('chat', { metadata: { a: 2 } }, { ifMatch: etag }),
      () => client.sessions.delete('chat', { ifMatch: etag }),
      () => client.messages.clear('chat', { ifMatch: etag }),
      () => client.messages.add('chat', { messages: [say('two')] }, { ifMatch: etag }),
    ];
    for (const call of lateCalls) expect(await failureOf(call())).toBeInstanceOf(PreconditionFailedError);
    await client.messages.add('chat', { messages: [say('two')] }, { ifMatch: changed.etag });
    expect(await client.sessions.get('chat')).toMatchObject({ message_count: 2, metadata: { a: 1 } });
  });

  it('gives refusals their class, code, place and request id', async () => {
    await add('chat', 'one');
    const headers = { 'x-request-id': 'mine' };
    const invalid = await failureOf(
      client.messages.add('chat', { messages: [{ role: '', content: 'a' }] }, { headers }),
    );
    expect(invalid).toBeInstanceOf(BadRequestError);
    expect(invalid).toMatchObject({ status: 400, code: 'invalid_request', requestId: 'mine' });
    expect(invalid.errors).toMatchObject([{ in: 'body', pointer: '/messages/0/role' }]);
    const taken = await failureOf(client.sessions.create({ session_id: 'chat' }));
    expect([taken.constructor, taken.code]).toEqual([ConflictError, 'session_exists']);
    const behind = await failureOf(client.messages.add('chat', { messages: [say('two')], expected_seq: 0 }));
    expect([behind.constructor, behind.code]).toEqual([ConflictError, 'seq_mismatch']);
    const ownerless = await failureOf(client.sessions.create({ session_id: 'other', user_id: 'nobody' }));
    expect([ownerless.constructor, ownerless.code]).toEqual([UnprocessableError, 'unknown_user']);
    const absent = await failureOf(client.messages.get('chat', crypto.randomUUID()));
    expect([absent.constructor, absent.code]).toEqual([NotFoundError, 'message_not_found']);
  });

  it('hears that a body is too large', async () => {
    const error = await failureOf(add('chat', 'x'.repeat(6 * 1_024 * 1_024)));
    expect(error).toBeInstanceOf(PayloadTooLargeError);
    expect(error.code).toBe('body_too_large');
  });
});
