import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contents, describeZep, expectError, expectOk, newId } from './zep.js';

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;
const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

describeZep('1.6 scalars', (zep) => {
  it('1.6 timestamp out › RFC 3339 in UTC with at most six digits of a second', async () => {
    const before = Date.now();
    const session = (await zep.get(`/sessions/${await zep.createSession()}`)).json;
    const user = (await zep.get(`/user/${await zep.createUser()}`)).json;
    await zep.addMessages(session.session_id, 'one');
    const [message] = (await zep.get(`/sessions/${session.session_id}/memory`)).json.messages;
    for (const { created_at, updated_at } of [session, user, message]) {
      for (const time of [created_at, updated_at]) {
        expect(time).toMatch(timestamp);
        expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
        expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
      }
    }
  });

  it('1.6 "no time", "no uuid" › the year 1 and the nil uuid, not null', async () => {
    expect((await zep.get('/sessions/unknown/memory')).json.summary).toMatchObject({
      created_at: '0001-01-01T00:00:00Z',
      uuid: '00000000-0000-0000-0000-000000000000',
      recent_message_uuid: '00000000-0000-0000-0000-000000000000',
    });
  });

  it.each(['2020-01-02T03:04:05Z', '2020-01-02T03:04:05.123456789+02:00', '2020-01-02T03:04:05-11:30', null])(
    '1.6 timestamp in › %s is taken and ignored',
    async (time) => {
      const id = newId();
      const messages = [{ role: 'user', content: 'one', created_at: time, updated_at: time }];
      expectOk(await zep.post(`/sessions/${id}/memory`, { messages }));
      const [message] = (await zep.get(`/sessions/${id}/memory`)).json.messages;
      expect(message.created_at).not.toMatch(/^2020/);
    },
  );

  it.each([
    '',
    'yesterday',
    '2020-01-02',
    '2020-01-02T03:04:05',
    '2020-01-02 03:04:05Z',
    '2020-13-02T03:04:05Z',
    '1577934245',
  ])('1.6 timestamp in › "%s" is 400', async (created_at) => {
    const id = newId();
    expectError(await zep.post(`/sessions/${id}/memory`, { messages: [{ role: 'a', content: 'b', created_at }] }), 400);
  });

  describe('1.6 uuid in', () => {
    it.each([
      ['36 characters', (text: string) => text],
      ['upper case', (text: string) => text.toUpperCase()],
      ['32 hex digits', (text: string) => text.replaceAll('-', '')],
      ['braces', (text: string) => `{${text}}`],
      ['urn:uuid:', (text: string) => `urn:uuid:${text}`],
      ['URN:UUID: in upper case', (text: string) => `URN:UUID:${text.toUpperCase()}`],
    ])('1.6 uuid in › %s, in the body and in the path; lower case out', async (_, write) => {
      const id = newId();
      const canonical = randomUUID();
      expectOk(
        await zep.post(`/sessions/${id}/memory`, { messages: [{ uuid: write(canonical), role: 'a', content: 'b' }] }),
      );
      expect((await zep.get(`/sessions/${id}/memory`)).json.messages[0].uuid).toBe(canonical);
      const answer = await zep.get(`/sessions/${id}/messages/${write(canonical)}`);
      expect([answer.status, answer.json.uuid]).toEqual([200, canonical]);
    });

    it.each([null, undefined, '00000000-0000-0000-0000-000000000000'])(
      '1.6 uuid in › %s is generated',
      async (given) => {
        const id = newId();
        const messages = [1, 2].map(() => ({ uuid: given, role: 'a', content: 'b' }));
        expectOk(await zep.post(`/sessions/${id}/memory`, { messages }));
        const uuids = (await zep.get(`/sessions/${id}/memory`)).json.messages.map(
          (message: { uuid: string }) => message.uuid,
        );
        expect(new Set(uuids).size).toBe(2);
        for (const generated of uuids) expect(generated).toMatch(uuid);
        expect(uuids).not.toContain('00000000-0000-0000-0000-000000000000');
      },
    );
  });

  it('1.6 session_id, user_id › are case-sensitive and not trimmed; a single space is fine', async () => {
    const id = newId('Case');
    for (const session_id of [id, id.toLowerCase(), ` ${id}`, `${id} `, ' ']) {
      const created = await zep.post('/sessions', { session_id });
      expect([created.status, created.json.session_id]).toEqual([201, session_id]);
      expect((await zep.get(`/sessions/${encodeURIComponent(session_id)}`)).json.uuid).toBe(created.json.uuid);
      expect((await zep.post('/user', { user_id: session_id })).json.user_id).toBe(session_id);
      expect((await zep.get(`/user/${encodeURIComponent(session_id)}`)).json.user_id).toBe(session_id);
    }
  });

  it('1.6 session_id, user_id › 1,024 bytes are fine, more are 400', async () => {
    for (const [length, status] of [
      [1_024, 201],
      [1_025, 400],
      [2_704, 400],
    ] as const) {
      const id = 'y'.repeat(length);
      expect((await zep.post('/sessions', { session_id: id })).status).toBe(status);
      expect((await zep.post('/user', { user_id: id })).status).toBe(status);
    }
    expect((await zep.post('/sessions', { session_id: 'ü'.repeat(513) })).status).toBe(400);
  });
});

describeZep('1.6 int query', (zep) => {
  /** Three sessions, and what each query shows of those behind the first. */
  async function list(query: string) {
    const [first, second] = [await zep.createSession(), await zep.createSession(), await zep.createSession()];
    const { id } = (await zep.get(`/sessions/${first}`)).json;
    const answer = await zep.get(`/sessions?${query.replace('FIRST', String(id))}`);
    return { answer, second };
  }

  it.each([
    'limit=1&cursor=FIRST',
    'limit=%2B1&cursor=%2BFIRST',
    'limit=0001&cursor=000FIRST',
    'limit=1&limit=3&cursor=FIRST&cursor=0',
    'limit=1&limit=abc&cursor=FIRST&cursor=abc',
    'limit=1&Limit=3&CURSOR=0&cursor=FIRST',
    'limit=1&cursor=FIRST&unknown=x&=&&',
  ])('1.6 int query › %s is a limit of 1 behind the first', async (query) => {
    const { answer, second } = await list(query);
    expect(answer.json).toMatchObject([{ session_id: second }]);
  });

  it.each(['', 'limit=', 'limit=&cursor=', 'limit=%zz', 'cursor=%zz', 'LIMIT=1', 'limit=0', 'limit=-3', 'cursor=-3'])(
    '1.6 int query › %s counts as absent',
    async (query) => {
      const { answer } = await list(query);
      expect(answer.json).toEqual((await zep.get('/sessions')).json);
    },
  );

  it.each([
    ['%201', ' 1'],
    ['1%20', '1 '],
    ['+1', ' 1'],
    ['0x1', '0x1'],
    ['1_0', '1_0'],
    ['1.5', '1.5'],
    ['1e2', '1e2'],
    ['abc', 'abc'],
    ['-', '-'],
    ['%D9%A1', '١'],
  ])('1.6 int query › limit=%s is 400', async (value, parsed) => {
    const text = `strconv.ParseInt: parsing ${JSON.stringify(parsed)}: invalid syntax`;
    for (const name of ['limit', 'cursor']) {
      expectError(await zep.get(`/sessions?${name}=${value}`), 400, text);
      expectError(await zep.get(`/user?${name}=${value}`), 400, text);
    }
    expectError(await zep.get(`/sessions/unknown/memory?lastn=${value}`), 400, text);
  });

  it('1.6 int query › is 64 bits wide, and beyond that 400', async () => {
    const id = newId();
    await zep.addMessages(id, '1', '2', '3');
    for (const many of ['4294967297', '9223372036854775807']) {
      expect(contents(await zep.get(`/sessions/${id}/memory?lastn=${many}`))).toEqual(['1', '2', '3']);
      expect((await zep.get(`/sessions?limit=${many}`)).json).toEqual((await zep.get('/sessions')).json);
      expect((await zep.get(`/sessions?cursor=${many}`)).json).toEqual([]);
    }
    expect((await zep.get('/sessions?cursor=-9223372036854775808')).json).toEqual((await zep.get('/sessions')).json);
    for (const value of ['9223372036854775808', '-9223372036854775809', '99999999999999999999999']) {
      const text = `strconv.ParseInt: parsing "${value}": value out of range`;
      expectError(await zep.get(`/sessions?limit=${value}`), 400, text);
      expectError(await zep.get(`/sessions?cursor=${value}`), 400, text);
      expectError(await zep.get(`/sessions/${id}/memory?lastn=${value}`), 400, text);
    }
  });

  it('1.6 int query › lastN is not lastn', async () => {
    const id = newId();
    await zep.addMessages(id, '1', '2', '3');
    expect(contents(await zep.get(`/sessions/${id}/memory?lastN=1`))).toEqual(['1', '2', '3']);
    expect(contents(await zep.get(`/sessions/${id}/memory?lastn=1`))).toEqual(['3']);
  });
});
