import { describe, expect, it } from 'vitest';
import { contents, describeZep, describeZepOnEachStore, expectError, expectOk, newId, type Zep } from './zep.js';

/** How zep-js makes a path: by setting the pathname of a URL. */
function fromZepJs(sessionId: string, suffix = ''): string {
  const url = new URL('http://zep');
  url.pathname = `/sessions/${sessionId}${suffix}`;
  return url.pathname;
}

/** Every segment that the document lists, and the id that it names when it is decoded once. */
const segments = [
  ...['a%20b', '%C3%A9', 'q%3Fx', 'h%23x', 'p%25q', '%5Ba%5D'],
  ...['user%3A1', 'a%40b', 'a%2Bb', 'a%2Fb', 'a%2Cb', 'a%3Bb', 'x%3Dy%26z', 'tenant%3A7'],
  ...["it's%20me", '(%C3%A9)', 'a!b%20c', 'a*b%20c', 'a[b%20c', "It's%20a%20test!", '[a%20b]'],
  ...['%c3%a9', 'z%41', 'a%7Eb', 'a%5Fb', 'q%2E%2E', '%24a'],
  ...['jim%40example.com', 'p%41q', 'a%2540b'],
].map((segment) => ({ segment, id: decodeURIComponent(segment) }));

/** Ids of the document's lists of characters that work, as they are and together with what made Zep stumble. */
const ids = [
  ...['a b', 'é', '日本', '😀', 'a\u200fb', 'a:b', 'a@b', 'a+b', 'a&b', 'a;b', 'a,b', 'a!b', 'a*b', "a'b", 'a"b'],
  ...[
    '(a)',
    'a|b',
    'a^b',
    'a<b',
    'a>b',
    'a~b',
    'a$b',
    '{a}',
    '[a]',
    'a`b',
    'a=b',
    'a.',
    'a..',
    'a...',
    'x'.repeat(1_000),
  ],
  ...['__proto__', 'memory', 'user:1', "it's", 'a?b', 'a#b'],
  ...["It's a test!", '(é)', '[a b]', 'a^b c', 'a|"b"'],
];

async function expectAllRoutes(zep: Zep, path: string, id: string): Promise<void> {
  expect((await zep.get(path)).json.session_id).toBe(id);
  expect((await zep.patch(path, { metadata: { found: true } })).json).toMatchObject({ session_id: id });
  expectOk(await zep.post(`${path}/memory`, { messages: [{ role: 'user', content: 'one' }] }));
  expect(contents(await zep.get(`${path}/memory`))).toEqual(['one']);
  const messages = await zep.get(`${path}/messages`);
  expect(contents(messages)).toEqual(['one']);
  expect((await zep.get(`${path}/messages/${messages.json.messages[0].uuid}`)).json.content).toBe('one');
  expect((await zep.post(`${path}/search`, { metadata: { where: { jsonpath: '$.none' } } })).json).toEqual([]);
  expectOk(await zep.delete(`${path}/memory`));
  expect((await zep.get(path)).status).toBe(404);
}

describeZepOnEachStore('1.1 percent-encoding', (zep) => {
  it.each(segments)(
    '1.1 percent-encoding › $segment names the id $id that POST /sessions made',
    async ({ segment, id }) => {
      const prefix = newId();
      await zep.createSession({ session_id: `${prefix}${id}` });
      await expectAllRoutes(zep, `/sessions/${prefix}${segment}`, `${prefix}${id}`);
    },
  );

  it.each(segments)('1.1 percent-encoding › POST memory on $segment creates the id $id', async ({ segment, id }) => {
    const prefix = newId();
    await zep.addMessages(`${prefix}${segment}`, 'one');
    const sessions = (await zep.get('/sessions')).json as { session_id: string }[];
    expect(sessions.at(-1)?.session_id).toBe(`${prefix}${id}`);
    expect((await zep.get(`/sessions/${prefix}${segment}`)).json.session_id).toBe(`${prefix}${id}`);
  });

  it.each(segments)(
    '10.3 encoded by the application › $segment, created as such, is found as written',
    async ({ segment }) => {
      const literal = `${newId()}${segment}`;
      await zep.createSession({ session_id: literal });
      await expectAllRoutes(zep, `/sessions/${literal}`, literal);
      expectError(await zep.post('/sessions', { session_id: literal }), 400);
      await zep.addMessages(literal, 'back');
      expect((await zep.get(`/sessions/${literal}`)).json.session_id).toBe(literal);
    },
  );

  it('10.3 › an id as written goes before the one that it decodes to', async () => {
    const literal = `${newId()}%41`;
    await zep.createSession({ session_id: decodeURIComponent(literal) });
    expect((await zep.get(`/sessions/${literal}`)).json.session_id).toBe(decodeURIComponent(literal));
    await zep.createSession({ session_id: literal });
    expect((await zep.get(`/sessions/${literal}`)).json.session_id).toBe(literal);
  });

  it('1.1 percent-encoding › users follow the same rule', async () => {
    const user_id = `${newId()} é/@`;
    await zep.createUser({ user_id });
    const path = `/user/${encodeURIComponent(user_id)}`;
    expect((await zep.get(path)).json.user_id).toBe(user_id);
    expect((await zep.patch(path, { email: 'a@b' })).json).toMatchObject({ user_id, email: 'a@b' });
    const session_id = await zep.createSession({ user_id });
    expect((await zep.get(`${path}/sessions`)).json).toMatchObject([{ session_id, user_id }]);
    expectOk(await zep.delete(path));
    const literal = `${newId()}%40x`;
    await zep.createUser({ user_id: literal });
    expect((await zep.get(`/user/${literal}`)).json.user_id).toBe(literal);
  });
});

describeZep('4.3, 10.3 ids in paths of the clients', (zep) => {
  it.each(ids)('10.3 › %s works on all routes of zep-js', async (id) => {
    const created = await zep.post('/sessions', { session_id: id });
    expect([created.status, created.json.session_id]).toEqual([201, id]);
    await expectAllRoutes(zep, fromZepJs(id), id);
  });

  describe('10.3 ids that cannot be decoded', () => {
    it.each(['100%', '50%zz', '%', '%E9', 'a%8'])(
      '10.3 › %s is 400 until a session of that id is there',
      async (text) => {
        const id = `${newId()}${text}`;
        expectError(await zep.get(`/sessions/${id}`), 400);
        expectError(await zep.post(`/sessions/${id}/memory`, { messages: [] }), 400);
        await zep.createSession({ session_id: id });
        await expectAllRoutes(zep, `/sessions/${id}`, id);
      },
    );
  });

  it.each(['', '.', '..'])('Q10 › the id "%s" cannot be created', async (id) => {
    expectError(await zep.post('/sessions', { session_id: id }), 400);
    expectError(await zep.post('/user', { user_id: id }), 400);
  });

  it.each(['%2E', '%2E%2E', '.%2e', 'a'.repeat(1_025), '%C3%A9'.repeat(513)])(
    'Q10 › %s is 400 in a path',
    async (segment) => {
      expectError(await zep.get(`/sessions/${segment}`), 400);
      expectError(await zep.post(`/sessions/${segment}/memory`, { messages: [{ role: 'a', content: 'b' }] }), 400);
      expectError(await zep.get(`/user/${segment}`), 400);
    },
  );

  it.each(['a/b', 'b\\c', '..'])('10.3 › %s in a path of zep-js is 404 and touches no session', async (id) => {
    await zep.post('/sessions', { session_id: 'a' });
    const before = (await zep.get('/sessions')).text;
    for (const call of [zep.post, zep.delete, zep.get]) {
      const answer = await call(fromZepJs(id, '/memory'));
      expectError(answer, 404, '404 page not found');
    }
    expect((await zep.get('/sessions')).text).toBe(before);
  });

  it.each([
    ['/a', '/sessions//ID/memory'],
    ['a/', '/sessions/ID//memory'],
    ['x/../y', '/sessions/x/../ID/memory'],
  ])('10.3 › the id %s arrives without its slash', async (_, path) => {
    const id = newId();
    expectOk(await zep.post(path.replace('ID', id), { messages: [{ role: 'user', content: 'one' }] }));
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(['one']);
  });

  it('10.3 › deleteMemory of a blank id is 405 and deletes no session called `memory`', async () => {
    await zep.addMessages('memory', 'kept');
    for (const path of ['/sessions//memory', '/sessions/memory', '/sessions/./memory'])
      expect((await zep.delete(path)).status).toBe(405);
    expect(contents(await zep.get('/sessions/memory/memory'))).toEqual(['kept']);
  });

  it.each(['a?b', 'a#b'])('4.3 › zep-python cuts %s off, and means another session', async (id) => {
    await zep.createSession({ session_id: `cut-${id}` });
    const { pathname, search } = new URL(`http://zep/api/v1/sessions/cut-${id}/memory`);
    expect(pathname).toBe('/api/v1/sessions/cut-a');
    expectError(await zep.send({ path: `${pathname}${search}` }), 404, 'not found');
    expect((await zep.send({ method: 'POST', path: `${pathname}${search}`, body: {} })).status).toBe(405);
  });

  it('4.3 › a literal %41 is found as written, and creates A', async () => {
    const prefix = newId();
    await zep.addMessages(`${prefix}%41`, 'one');
    expect((await zep.get(`/sessions/${prefix}A`)).status).toBe(200);
  });
});
