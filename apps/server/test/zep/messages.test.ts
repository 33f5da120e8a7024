import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contents, describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

const thirty = Array.from({ length: 30 }, (_, index) => `${index + 1}`);
const max = '9223372036854775807';

describeZepOnEachStore('2.6 GET messages', (zep) => {
  const id = newId();
  it('2.6 list › has thirty messages to show', () => zep.addMessages(id, ...thirty).then(() => {}));

  it.each([
    ['', thirty],
    ['?limit=5', thirty.slice(0, 5)],
    ['?limit=5&cursor=1', thirty.slice(0, 5)],
    ['?limit=5&cursor=0', thirty.slice(0, 5)],
    ['?limit=5&cursor=-1', thirty.slice(0, 5)],
    // Zep: all but the first.
    ['?limit=-1', thirty],
    [`?limit=${max}`, thirty],
    ['?limit=0', thirty],
    ['?limit=-5&cursor=2', thirty],
    ['?limit=0&cursor=2', thirty],
    ['?limit=5&cursor=2', thirty.slice(5, 10)],
    ['?limit=7&cursor=5', thirty.slice(28)],
    ['?cursor=2', thirty],
    ['?limit=&cursor=', thirty],
    // Past the end: the total is real, unlike Zep's.
    ['?limit=5&cursor=7', []],
    [`?limit=5&cursor=${max}`, []],
    [`?limit=${max}&cursor=${max}`, []],
    // Unparsable: 100 and 1.
    ['?limit=x', thirty],
    ['?limit=x&cursor=2', []],
    ['?limit=5&cursor=x', thirty.slice(0, 5)],
    ['?limit=99999999999999999999', thirty],
    ['?limit=5&cursor=99999999999999999999', thirty.slice(0, 5)],
  ])('2.6 list › "%s" of thirty messages', async (query, expected) => {
    const answer = await zep.get(`/sessions/${id}/messages${query}`);
    expect([answer.status, contents(answer)]).toEqual([200, expected]);
    expect([answer.json.total_count, answer.json.row_count]).toEqual([30, expected.length]);
    expect(Object.keys(answer.json).sort()).toEqual(['messages', 'row_count', 'total_count']);
  });

  it('2.6 list › an unparsable limit is 100, a larger one no cap', async () => {
    const many = newId();
    const texts = Array.from({ length: 1_234 }, (_, index) => `${index}`);
    await zep.addMessages(many, ...texts);
    expect(contents(await zep.get(`/sessions/${many}/messages?limit=x`))).toEqual(texts.slice(0, 100));
    expect(contents(await zep.get(`/sessions/${many}/messages?limit=x&cursor=2`))).toEqual(texts.slice(100, 200));
    expect(contents(await zep.get(`/sessions/${many}/messages`))).toEqual(texts);
    expect(contents(await zep.get(`/sessions/${many}/messages?limit=1100&cursor=2`))).toEqual(texts.slice(1_100));
    expect(contents(await zep.get(`/sessions/${many}/memory?lastn=1200`))).toEqual(texts.slice(34));
  });

  it('2.6 list › after an undelete pages and counts begin with the new messages', async () => {
    const reused = newId();
    await zep.addMessages(reused, ...thirty);
    await zep.delete(`/sessions/${reused}/memory`);
    await zep.addMessages(reused, 'a', 'b', 'c');
    const answer = await zep.get(`/sessions/${reused}/messages?limit=2&cursor=2`);
    expect(answer.json).toMatchObject({ messages: [{ content: 'c' }], total_count: 3, row_count: 1 });
  });

  it('2.6 list › unknown or deleted session is 200 and empty', async () => {
    const deleted = newId();
    await zep.addMessages(deleted, 'gone');
    await zep.delete(`/sessions/${deleted}/memory`);
    for (const session of [newId(), deleted]) {
      for (const query of ['', '?limit=5&cursor=2', '?limit=x']) {
        const answer = await zep.get(`/sessions/${session}/messages${query}`);
        expect([answer.status, answer.json]).toEqual([200, { messages: [], total_count: 0, row_count: 0 }]);
      }
    }
  });
});

describeZepOnEachStore('2.6 one message', (zep) => {
  async function message(fields: object = {}) {
    const id = newId();
    const sent = { uuid: randomUUID(), role: 'user', content: 'one', token_count: 7, metadata: { a: 1 }, ...fields };
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages: [sent] }));
    const path = `/sessions/${id}/messages/${sent.uuid}`;
    return { id, path, stored: (await zep.get(path)).json };
  }

  it('2.6 GET message › 200; 404 elsewhere; 400 for a bad uuid', async () => {
    const { id, path, stored } = await message();
    expect(stored).toMatchObject({ role: 'user', content: 'one', token_count: 7, metadata: { a: 1 } });
    expectError(await zep.get(path.replace(id, await zep.createSession())), 404, 'not found');
    expectError(await zep.get(`/sessions/${id}/messages/bad`), 400, /^unable to parse document UUID: /);
  });

  it('2.6 PATCH › metadata is merged, token_count left alone, system dropped', async () => {
    const { path, stored } = await message();
    const answer = await zep.patch(path, { metadata: { b: 2, system: { x: 1 } } });
    const expected = { ...stored, metadata: { a: 1, b: 2 }, updated_at: expect.any(String) };
    expect([answer.status, answer.json]).toEqual([200, expected]);
    expect((await zep.get(path)).json).toEqual(answer.json);
  });

  it('2.6 PATCH › content, role and token_count are ignored', async () => {
    const { path, stored } = await message();
    const answer = await zep.patch(path, { content: 'two', role: 'other', token_count: 99, metadata: { b: 2 } });
    expect(answer.json).toMatchObject({ role: 'user', content: 'one', token_count: 7, metadata: { a: 1, b: 2 } });
    const bare = await zep.patch(path, { content: 'two', role: 'other' });
    expect([bare.status, bare.json]).toMatchObject([
      200,
      { ...stored, metadata: { a: 1, b: 2 }, updated_at: expect.any(String) },
    ]);
  });

  it.each(['{}', '{"metadata":null}', 'null', '{"metadata":{}}', '{"foo":"bar"}'])(
    '2.6 PATCH › %s is 200 and changes nothing',
    async (body) => {
      const { path, stored } = await message();
      const answer = await zep.patch(path, body);
      expect([answer.status, answer.json]).toMatchObject([200, { ...stored, updated_at: expect.any(String) }]);
      expect((await zep.get(path)).json).toEqual(answer.json);
    },
  );

  it('2.6 PATCH › the path wins over a uuid in the body', async () => {
    const [one, other] = [await message(), await message()];
    const answer = await zep.patch(one.path, { uuid: other.stored.uuid, metadata: { b: 2 } });
    expect([answer.status, answer.json.uuid, answer.json.metadata]).toEqual([200, one.stored.uuid, { a: 1, b: 2 }]);
    expect((await zep.get(other.path)).json).toEqual(other.stored);
  });

  it('2.6 PATCH › a malformed uuid in the path is 400 and changes nothing', async () => {
    const { id, path, stored } = await message();
    const answer = await zep.patch(`/sessions/${id}/messages/bad`, { uuid: stored.uuid, metadata: { b: 2 } });
    expectError(answer, 400, /^unable to parse document UUID: /);
    expect((await zep.get(path)).json).toEqual(stored);
  });

  it('2.6 PATCH › a uuid of another session is 404, the message unchanged', async () => {
    const { path, stored } = await message();
    const other = await zep.createSession();
    expectError(
      await zep.patch(`/sessions/${other}/messages/${stored.uuid}`, { metadata: { b: 2 } }),
      404,
      'not found',
    );
    expect((await zep.get(path)).json).toEqual(stored);
  });

  it('2.6 PATCH › metadata that is wrapped twice is stored as metadata.metadata', async () => {
    const { path } = await message();
    expect((await zep.patch(path, { metadata: { metadata: { foo: 'bar' } } })).json.metadata).toEqual({
      a: 1,
      metadata: { foo: 'bar' },
    });
  });

  describe('2.6 PATCH', () => {
    it('2.6 PATCH › shows in memory, list and search at once, in its place', async () => {
      const id = newId();
      const [, uuid] = await zep.addMessages(id, 'elephant', 'giraffe', 'lion');
      await zep.patch(`/sessions/${id}/messages/${uuid}`, { metadata: { seen: true } });
      for (const path of ['memory', 'messages']) {
        const { messages } = (await zep.get(`/sessions/${id}/${path}`)).json;
        expect(messages.map((one: { metadata?: object }) => one.metadata)).toEqual([
          undefined,
          { seen: true },
          undefined,
        ]);
      }
      const found = (await zep.post(`/sessions/${id}/search`, { text: 'giraffe' })).json;
      expect(found).toMatchObject([{ message: { uuid, metadata: { seen: true } } }]);
    });
  });
});
