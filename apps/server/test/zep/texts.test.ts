import { describe, expect, it } from 'vitest';
import { contents, describeZep, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

describeZepOnEachStore('1.2 numbers, strings and keys', (zep) => {
  it.each([
    ['12345678901234567890', '12345678901234567000'],
    ['1.0', '1'],
    ['9007199254740993', '9007199254740992'],
    ['1e3', '1000'],
    ['-0.5', '-0.5'],
    ['1700000000000123', '1700000000000123'],
  ])('1.2 numbers › %s in metadata returns as %s', async (sent, returned) => {
    const id = newId();
    const created = await zep.post('/sessions', `{"session_id":"${id}","metadata":{"n":${sent}}}`);
    expect(created.text).toContain(`"n":${returned}}`);
    expect((await zep.get(`/sessions/${id}`)).text).toContain(`"n":${returned}}`);
    const patched = await zep.patch(`/sessions/${id}`, `{"metadata":{"m":${sent}}}`);
    expect(patched.text).toContain(`"m":${returned}}`);
  });

  it('1.2 numbers › one that no double holds is 400', async () => {
    expectError(await zep.post('/sessions', `{"session_id":"${newId()}","metadata":{"n":1e400}}`), 400);
  });

  it('1.2 strings › NUL is removed from ids, roles, contents and names', async () => {
    const id = newId();
    const created = await zep.post('/sessions', { session_id: `${id}\u0000x` });
    expect([created.status, created.json.session_id]).toEqual([201, `${id}x`]);
    expectError(await zep.post('/sessions', { session_id: `${id}x` }), 400);
    expectOk(await zep.post(`/sessions/${id}x/memory`, { messages: [{ role: 'us\u0000er', content: 'o\u0000ne' }] }));
    expect((await zep.get(`/sessions/${id}x/memory`)).json.messages).toMatchObject([{ role: 'user', content: 'one' }]);
    const user = { user_id: `${id}\u0000u`, email: 'a\u0000', first_name: 'b\u0000', last_name: '\u0000c' };
    expect((await zep.post('/user', user)).json).toMatchObject({
      user_id: `${id}u`,
      email: 'a',
      first_name: 'b',
      last_name: 'c',
    });
    expect((await zep.post('/sessions', { session_id: newId(), user_id: `${id}u\u0000` })).json.user_id).toBe(`${id}u`);
  });

  it('1.2 strings › an id of nothing but NUL is empty', async () => {
    expectError(await zep.post('/sessions', { session_id: '\u0000' }), 400);
    expectError(await zep.post('/user', { user_id: '\u0000' }), 400);
  });

  it('1.2 strings › %00 in a path is removed as well', async () => {
    const id = newId();
    await zep.addMessages(`${id}%00x`, 'one');
    expect((await zep.get(`/sessions/${id}x`)).json.session_id).toBe(`${id}x`);
    expectError(await zep.get('/sessions/%00'), 400);
    expectError(await zep.post('/sessions/%00/memory', {}), 400);
  });

  it('1.2 strings › NUL inside metadata, in keys and values, stays what it is', async () => {
    const metadata = { 'k\u0000': 'v\u0000', list: ['\u0000'] };
    const id = await zep.createSession({ metadata });
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual(metadata);
    expect((await zep.patch(`/sessions/${id}`, { metadata: { n: '\u0000' } })).json.metadata).toEqual({
      ...metadata,
      n: '\u0000',
    });
  });

  it('1.2 strings › a lone surrogate becomes U+FFFD everywhere', async () => {
    const id = newId();
    const created = await zep.post('/sessions', `{"session_id":"${id}\\ud800","metadata":{"k\\udc00":"v\\ud800"}}`);
    expect(created.json).toMatchObject({ session_id: `${id}\ufffd`, metadata: { 'k\ufffd': 'v\ufffd' } });
    const path = `/sessions/${id}%EF%BF%BD`;
    expectOk(
      await zep.post(
        `${path}/memory`,
        '{"messages":[{"role":"r\\ud800","content":"c\\udfff","metadata":{"a":"\\ud83d"}}]}',
      ),
    );
    expect((await zep.get(`${path}/memory`)).json.messages).toMatchObject([
      { role: 'r\ufffd', content: 'c\ufffd', metadata: { a: '\ufffd' } },
    ]);
    const patched = await zep.patch(path, '{"metadata":{"n":"\\ud800"}}');
    expect(patched.json.metadata).toEqual({ 'k\ufffd': 'v\ufffd', n: '\ufffd' });
    const user = await zep.post('/user', `{"user_id":"${id}\\ud800","first_name":"\\ud800"}`);
    expect(user.json).toMatchObject({ user_id: `${id}\ufffd`, first_name: '\ufffd' });
  });

  it('1.2 JSON responses › <, > and & come back as they were', async () => {
    const id = await zep.createSession({ metadata: { '<&>': '</script>' } });
    expect((await zep.get(`/sessions/${id}`)).json.metadata).toEqual({ '<&>': '</script>' });
  });

  describe('1.2 __proto__ and constructor', () => {
    const metadata = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const merged = '{"__proto__":{"polluted":1,"more":2},"constructor":{"prototype":{"polluted":1,"more":2}}}';
    const patch = '{"metadata":{"__proto__":{"more":2},"constructor":{"prototype":{"more":2}}}}';

    it('1.2 __proto__ › is stored, merged and returned for a session', async () => {
      const id = newId();
      const created = await zep.post('/sessions', `{"session_id":"${id}","metadata":${metadata}}`);
      expect(created.text).toContain(metadata);
      expect((await zep.patch(`/sessions/${id}`, patch)).text).toContain(merged);
      expect((await zep.get(`/sessions/${id}`)).text).toContain(merged);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });

    it('1.2 __proto__ › is stored, merged and returned for a user', async () => {
      const id = newId();
      expect((await zep.post('/user', `{"user_id":"${id}","metadata":${metadata}}`)).text).toContain(metadata);
      expect((await zep.patch(`/user/${id}`, patch)).text).toContain(merged);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });

    it('1.2 __proto__ › is stored, merged and returned for a message', async () => {
      const id = newId();
      const body = `{"messages":[{"role":"__proto__","content":"constructor","metadata":${metadata}}]}`;
      expectOk(await zep.post(`/sessions/${id}/memory`, body));
      const memory = await zep.get(`/sessions/${id}/memory`);
      expect(memory.text).toContain(metadata);
      const [{ uuid }] = memory.json.messages;
      expect((await zep.patch(`/sessions/${id}/messages/${uuid}`, patch)).text).toContain(merged);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });

    it('1.2 __proto__ › is a fine id, and at the top of a body an unknown field', async () => {
      expect(
        (await zep.post('/sessions', '{"session_id":"constructor","__proto__":{"user_id":"x"}}')).json,
      ).toMatchObject({
        session_id: 'constructor',
        user_id: null,
      });
    });
  });
});

describeZep('1.2 size limit', (zep) => {
  const limit = 5_242_880;
  const padded = (start: string, end: string, size: number) =>
    `${start}${'x'.repeat(size - start.length - end.length)}${end}`;

  it('1.2 size limit › a body of exactly 5,242,880 bytes is taken', async () => {
    const id = newId();
    expectOk(
      await zep.post(`/sessions/${id}/memory`, padded('{"messages":[{"role":"user","content":"', '"}]}', limit)),
    );
    const [content] = contents(await zep.get(`/sessions/${id}/memory`));
    expect(content).toHaveLength(limit - '{"messages":[{"role":"user","content":"'.length - '"}]}'.length);
  });

  it.each([
    ['POST', '/sessions'],
    ['PATCH', '/sessions/ID'],
    ['POST', '/sessions/ID/memory'],
    ['POST', '/sessions/ID/search'],
    ['PATCH', '/sessions/ID/messages/UUID'],
    ['POST', '/user'],
  ])('1.2 size limit › one byte more is 413 for %s %s', async (method, path) => {
    const id = await zep.createSession();
    const [uuid] = await zep.addMessages(id, 'one');
    const body = padded('{"session_id":"big","user_id":"big","metadata":{"a":"', '"}}', limit + 1);
    const answer = await zep.send({
      method,
      path: `/api/v1${path.replace('ID', id).replace('UUID', uuid as string)}`,
      body,
    });
    expectError(answer, 413, /^request body too large[^\n]*\n$/);
  });

  it('1.2 size limit › metadata of 64 KiB and 32 levels is taken, more is 400', async () => {
    const id = await zep.createSession();
    const [uuid] = await zep.addMessages(id, 'one');
    const bytes = (count: number) => ({ metadata: { a: 'x'.repeat(count - '{"a":""}'.length) } });
    let deep: object = {};
    for (let level = 1; level < 32; level += 1) deep = { a: deep };
    for (const path of [`/sessions/${id}`, `/sessions/${id}/messages/${uuid}`, `/user/${await zep.createUser()}`]) {
      expect((await zep.patch(path, bytes(65_536))).status, path).toBe(200);
      expectError(await zep.patch(path, bytes(65_537)), 400);
      expect((await zep.patch(path, { metadata: { a: '', ...deep } })).status, path).toBe(200);
      expectError(await zep.patch(path, { metadata: { b: deep } }), 400);
    }
  });

  it('1.2 size limit › metadata of 32 levels is taken in POST memory and on create too', async () => {
    const deep = (levels: number) => Array.from({ length: levels - 1 }).reduce<object>((inner) => ({ a: inner }), {});
    for (const [levels, created, added] of [
      [32, 201, 200],
      [33, 400, 400],
    ] as const) {
      const metadata = deep(levels);
      const id = newId();
      expect((await zep.post('/sessions', { session_id: id, metadata })).status).toBe(created);
      expect((await zep.post('/user', { user_id: id, metadata })).status).toBe(created);
      const messages = [{ role: 'user', content: 'one', metadata }];
      expect((await zep.post(`/sessions/${id}/memory`, { messages })).status).toBe(added);
    }
  });

  it('1.2 size limit › holds for a body that does not say its length', async () => {
    const headers = { 'transfer-encoding': 'chunked' };
    const call = { method: 'POST', path: '/api/v1/sessions', headers, body: 'x'.repeat(limit + 1) };
    expectError(await zep.send(call), 413, /^request body too large/);
  });

  it('1.2 size limit › a hundred thousand levels are 400, not a crash', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    for (const body of [deep, `{"session_id":"x","unknown":${deep}}`, `{"session_id":"x","metadata":{"a":${deep}}}`])
      expectError(await zep.post('/sessions', body), 400);
    expectError(await zep.post('/sessions/x/memory', `{"messages":${deep}}`), 400);
    expectError(await zep.post('/sessions/x/search', `{"metadata":{"where":${deep}}}`), 400);
  });

  it('POST memory › takes 10,000 messages, and refuses one more without storing any', async () => {
    const messages = (count: number) => ({
      messages: Array.from({ length: count }, () => ({ role: 'u', content: 'x' })),
    });
    const [taken, refused] = [newId(), newId()];
    expectOk(await zep.post(`/sessions/${taken}/memory`, messages(10_000)));
    expect((await zep.get(`/sessions/${taken}/messages?limit=1`)).json.total_count).toBe(10_000);
    expectError(await zep.post(`/sessions/${refused}/memory`, messages(10_001)), 400);
    expect((await zep.get(`/sessions/${refused}`)).status).toBe(404);
  });
});
