import { expect, it } from 'vitest';
import { contents, describeZepOnEachStore, newId, type Zep } from './zep.js';

interface Listed {
  readonly id: number;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

async function inBatches(count: number, make: () => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += 100) await Promise.all(numbers(Math.min(100, count - start)).map(make));
}

/** Lists are sent in pages of the store; around their ends, whatever these are, nothing is lost, doubled or malformed. */
async function expectWhole(zep: Zep, path: string, count: number): Promise<void> {
  const all = (await zep.get(path)).json as Listed[];
  expect(all).toHaveLength(count);
  const ids = all.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
  for (const limit of [1, 99, 100, 499, 500, 501, 999, 1_000, 1_001, 5_000])
    expect((await zep.get(`${path}?limit=${limit}`)).json, `${path}?limit=${limit}`).toEqual(all.slice(0, limit));
  for (const skipped of [1, 499, 500, 501, 900, 999]) {
    const rest = (await zep.get(`${path}?cursor=${ids[skipped - 1]}`)).json;
    expect(rest, `${path} behind ${skipped}`).toEqual(all.slice(skipped));
  }
}

describeZepOnEachStore('2.2, 2.8 long lists', (zep) => {
  it('2.2 list, 2.8 sessions of a user › a thousand sessions, then one more', async () => {
    const user_id = await zep.createUser();
    await inBatches(1_000, () => zep.createSession({ user_id }));
    await expectWhole(zep, '/sessions', 1_000);
    await expectWhole(zep, `/user/${user_id}/sessions`, 1_000);
    await zep.createSession({ user_id });
    await expectWhole(zep, '/sessions', 1_001);
  });

  it('2.8 GET /user › a thousand users', async () => {
    await inBatches(999, () => zep.createUser());
    await expectWhole(zep, '/user', 1_000);
  });

  it.each([999, 1_000, 1_001, 2_000, 3_500])('2.6 list › %i messages, and each way to cut them', async (count) => {
    const id = newId();
    await zep.addMessages(id, 'deleted', 'before');
    await zep.delete(`/sessions/${id}/memory`);
    const texts = numbers(count).map(String);
    await zep.addMessages(id, ...texts);
    const page = await zep.get(`/sessions/${id}/messages`);
    expect(contents(page)).toEqual(texts);
    expect([page.json.total_count, page.json.row_count]).toEqual([count, count]);
    for (const limit of [500, 999, 1_000, 1_001, 2_000, 3_499]) {
      const slice = await zep.get(`/sessions/${id}/messages?limit=${limit}&cursor=2`);
      expect(contents(slice)).toEqual(texts.slice(limit, 2 * limit));
      expect([slice.json.total_count, slice.json.row_count]).toEqual([count, texts.slice(limit, 2 * limit).length]);
      expect(contents(await zep.get(`/sessions/${id}/memory?lastn=${limit}`))).toEqual(texts.slice(-limit));
    }
  });

  it('2.4, 2.6 › messages that are large, together more than a page of the store may be', async () => {
    const id = newId();
    const texts = numbers(14).map((number) => `${number} ${'x'.repeat(300_000)}`);
    await zep.addMessages(id, ...texts.slice(0, 7));
    await zep.addMessages(id, ...texts.slice(7));
    expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(texts.slice(2));
    expect(contents(await zep.get(`/sessions/${id}/memory?lastn=13`))).toEqual(texts.slice(1));
    expect(contents(await zep.get(`/sessions/${id}/messages`))).toEqual(texts);
    expect(contents(await zep.get(`/sessions/${id}/messages?limit=5&cursor=2`))).toEqual(texts.slice(5, 10));
  });
});
