import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contents, describeZep, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

const twenty = Array.from({ length: 20 }, (_, index) => `m${index}`);

describeZepOnEachStore('2.4 POST memory', (zep) => {
  it('2.4 POST › creates a session with null metadata and null user', async () => {
    const id = newId();
    await zep.addMessages(id, 'one');
    expect((await zep.get(`/sessions/${id}`)).json).toMatchObject({ session_id: id, metadata: null, user_id: null });
  });

  it('2.4 POST › keeps metadata and user of a session, moves updated_at, clears deleted_at', async () => {
    const user_id = await zep.createUser();
    const id = await zep.createSession({ user_id, metadata: { a: 1 } });
    const before = (await zep.get(`/sessions/${id}`)).json;
    await zep.delete(`/sessions/${id}/memory`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await zep.addMessages(id, 'one');
    const after = (await zep.get(`/sessions/${id}`)).json;
    expect(after).toEqual({ ...before, updated_at: expect.any(String) });
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
  });

  it('2.4 order › a batch of 200 comes back in its order, with one created_at', async () => {
    const id = newId();
    const texts = Array.from({ length: 200 }, (_, index) => `${index}`);
    await zep.addMessages(id, ...texts);
    const { messages } = (await zep.get(`/sessions/${id}/messages`)).json;
    expect(messages.map(({ content }: { content: string }) => content)).toEqual(texts);
    expect(new Set(messages.map(({ created_at }: { created_at: string }) => created_at)).size).toBe(1);
  });

  it('2.4 ignored fields › of messages and of the memory', async () => {
    const id = newId();
    const message = {
      role: 'user',
      content: 'one',
      role_type: 'assistant',
      unknown: 1,
      id: 5,
      session_id: 'other',
      seq: 99,
    };
    const times = { created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z' };
    const memory = { summary: { content: 'summary' }, metadata: { a: 1 }, uuid: 'x' };
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [{ ...message, ...times }], ...memory }));
    const stored = (await zep.get(`/sessions/${id}/memory`)).json;
    expect(stored.summary.content).toBe('');
    expect(stored.messages[0]).toMatchObject({ role: 'user', content: 'one', seq: 1 });
    expect(Object.keys(stored.messages[0])).not.toContain('role_type');
    expect(stored.messages[0].created_at).not.toMatch(/^2020/);
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toBeNull();
  });

  it('2.4 honoured fields › uuid, role, content, metadata and token_count', async () => {
    const id = newId();
    const message = {
      uuid: randomUUID(),
      role: 'any role',
      content: 'text',
      metadata: { a: [1, null] },
      token_count: 42,
    };
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [message] }));
    expect((await zep.get(`/sessions/${id}/memory`)).json.messages).toMatchObject([message]);
  });

  it.each([
    ['empty role and content', { role: '', content: '' }],
    ['any role text', { role: '🦊 tool/ü', content: 'x' }],
    ['no role', { content: 'x' }],
    ['no content', { role: 'user' }],
    ['a long text', { role: 'user', content: 'x'.repeat(1_000_000) }],
  ])('2.4 no validation › %s is stored', async (_, message) => {
    const id = newId();
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [message] }));
    const [stored] = (await zep.get(`/sessions/${id}/memory`)).json.messages;
    expect(stored).toMatchObject({ role: '', content: '', ...message });
  });

  it('2.4 no validation › messages [null] stores one empty message', async () => {
    const id = newId();
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [null] }));
    expect((await zep.get(`/sessions/${id}/memory`)).json.messages).toMatchObject([{ role: '', content: '' }]);
  });

  it.each(['{}', 'null', '{"messages":null}', '{"messages":[]}'])(
    '2.4 no messages › %s creates or undeletes the session',
    async (body) => {
      const id = newId();
      for (let time = 0; time < 2; time += 1) {
        expectOk(await zep.post(`/sessions/${id}/memory`, body));
        expect((await zep.get(`/sessions/${id}`)).status).toBe(200);
        expectOk(await zep.delete(`/sessions/${id}/memory`));
      }
    },
  );

  it('2.4 existing uuid › with other content is 400, nothing is stored or undeleted', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'one');
    const call = (messages: object[]) => zep.post(`/sessions/${id}/memory`, { messages });
    const fresh = { role: 'user', content: 'fresh' };
    expectError(await call([fresh, { uuid, role: 'user', content: 'two' }]), 400);
    expectError(await call([fresh, { uuid, role: 'other', content: 'one' }]), 400);
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['one']);
    await zep.delete(`/sessions/${id}/memory`);
    expectError(await call([fresh, { uuid, role: 'user', content: 'one' }]), 400);
    expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
  });

  it('2.4 existing uuid › with the same role and content is stored once', async () => {
    const id = newId();
    const [uuid] = await zep.addMessages(id, 'one');
    const known = { uuid, role: 'user', content: 'one' };
    const fresh = { uuid: randomUUID(), role: 'user', content: 'two' };
    for (let time = 0; time < 2; time += 1)
      expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [known, fresh] }));
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['one', 'two']);
  });

  it('2.4 existing uuid › twice in one call is 400, and no session is made', async () => {
    const id = newId();
    const message = { uuid: randomUUID(), role: 'user', content: 'one' };
    expectError(await zep.post(`/sessions/${id}/memory`, { messages: [message, message] }), 400);
    expect((await zep.get(`/sessions/${id}`)).status).toBe(404);
  });

  it('2.4 "upsert" › the batch is appended, messages are never updated', async () => {
    const id = newId();
    await zep.addMessages(id, 'one');
    await zep.addMessages(id, 'one', 'two');
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['one', 'one', 'two']);
  });
});

describeZepOnEachStore('2.4 GET memory', (zep) => {
  it.each([
    ['', twenty.slice(8)],
    ['?lastn=', twenty.slice(8)],
    ['?lastn=0', twenty.slice(8)],
    ['?lastn=3', twenty.slice(17)],
    ['?lastn=12', twenty.slice(8)],
    ['?lastn=15', twenty.slice(5)],
    ['?lastn=20', twenty],
    ['?lastn=100000', twenty],
    ['?lastn=4294967297', twenty],
  ])('2.4 lastn › "%s" of twenty messages, window 12', async (query, expected) => {
    const id = newId();
    await zep.addMessages(id, ...twenty);
    const answer = await zep.get(`/sessions/${id}/memory${query}`);
    expect([answer.status, contents(answer)]).toEqual([200, expected]);
  });

  it.each(['-1', 'x', '1.5', '-9223372036854775808'])(
    '2.4 lastn › %s is 400, for an unknown session too',
    async (lastn) => {
      const id = await zep.createSession();
      expectError(await zep.get(`/sessions/${id}/memory?lastn=${lastn}`), 400);
      expectError(await zep.get(`/sessions/${newId()}/memory?lastn=${lastn}`), 400);
    },
  );

  it('2.4 lastn › deleted messages are never among the newest', async () => {
    const id = newId();
    await zep.addMessages(id, ...twenty);
    await zep.delete(`/sessions/${id}/memory`);
    await zep.addMessages(id, 'new');
    for (const query of ['', '?lastn=5', '?lastn=1000'])
      expect(contents(await zep.get(`/sessions/${id}/memory${query}`))).toEqual(['new']);
  });

  it('2.4 DELETE memory › 200 OK, then 404; 404 when unknown', async () => {
    const id = await zep.createSession();
    expectOk(await zep.delete(`/sessions/${id}/memory`));
    expectError(await zep.delete(`/sessions/${id}/memory`), 404, 'not found');
    expectError(await zep.delete(`/sessions/${newId()}/memory`), 404, 'not found');
  });
});

describe('1.7 memory.message_window', () => {
  describeZep(
    'of 0',
    (zep) => {
      it('1.7 memory.message_window › 0 means no limit on reads', async () => {
        const id = newId();
        await zep.addMessages(id, ...twenty);
        expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(twenty);
        expect(contents(await zep.get(`/sessions/${id}/memory?lastn=2`))).toEqual(['m18', 'm19']);
      });
    },
    { zepMemoryWindow: 0 },
  );

  describeZep(
    'of 3',
    (zep) => {
      it('1.7 memory.message_window › is what is read without lastn', async () => {
        const id = newId();
        await zep.addMessages(id, ...twenty);
        expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['m17', 'm18', 'm19']);
        expect(contents(await zep.get(`/sessions/${id}/memory?lastn=5`))).toEqual(twenty.slice(15));
      });
    },
    { zepMemoryWindow: 3 },
  );
});
