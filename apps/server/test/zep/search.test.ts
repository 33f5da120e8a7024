import { expect, it } from 'vitest';
import { describeZepOnEachStore, expectError, expectOk, newId } from './zep.js';

interface Result {
  readonly message: { readonly content: string; readonly uuid: string } | null;
  readonly dist: number;
}

const found = (results: readonly Result[]) => results.map(({ message }) => message?.content);

describeZepOnEachStore('2.7 search', (zep) => {
  async function session(): Promise<string> {
    const id = newId();
    const messages = [
      {
        role: 'user',
        content: 'the elephant walks',
        metadata: { system: { entities: [{ Name: 'Iceland', Label: 'GPE' }] } },
      },
      { role: 'ai', content: 'a giraffe eats leaves', metadata: { topic: 'food', rank: 2 } },
      { role: 'user', content: 'elephant and elephant again', metadata: { topic: 'zoo', rank: 5 } },
    ];
    expectOk(await zep.post(`/sessions/${id}/memory`, { messages }));
    return id;
  }

  const search = async (id: string, body: object, query = ''): Promise<Result[]> => {
    const answer = await zep.post(`/sessions/${id}/search${query}`, body);
    expect(answer.status, answer.text).toBe(200);
    return answer.json;
  };

  it('2.7 text › finds by words, best first, dist from 0 to 1', async () => {
    const results = await search(await session(), { text: 'Elephant' });
    expect(found(results)).toEqual(['elephant and elephant again', 'the elephant walks']);
    const dists = results.map(({ dist }) => dist);
    expect(dists).toEqual([...dists].sort((one, other) => other - one));
    for (const dist of dists) expect(dist > 0 && dist <= 1).toBe(true);
  });

  it('2.7 explicit nulls › as zep-python sends them', async () => {
    const nulls = { metadata: null, search_scope: null, search_type: null, mmr_lambda: null };
    expect(found(await search(await session(), { text: 'giraffe', ...nulls }))).toEqual(['a giraffe eats leaves']);
  });

  it('2.7 metadata.where › an entity by Label, without text: newest first, dist 0', async () => {
    const id = await session();
    const where = { jsonpath: "$.system.entities[*] ? (@.Label == 'GPE')" };
    const byLabel = await search(id, { metadata: { where } });
    expect(found(byLabel)).toEqual(['the elephant walks']);
    expect(byLabel[0]?.dist).toBe(0);
    expect(found(await search(id, { metadata: { where: { jsonpath: '$.topic' } } }))).toEqual([
      'elephant and elephant again',
      'a giraffe eats leaves',
    ]);
  });

  it('2.7 metadata.where › and, or, nested, and together with text', async () => {
    const id = await session();
    const zoo = { jsonpath: '$ ? (@.topic == "zoo")' };
    const ranked = { jsonpath: '$.rank ? (@ > 3)' };
    const food = { jsonpath: '$ ? (@.topic == "food")' };
    expect(found(await search(id, { metadata: { where: { and: [zoo, ranked] } } }))).toEqual([
      'elephant and elephant again',
    ]);
    expect(await search(id, { metadata: { where: { and: [food, ranked] } } })).toEqual([]);
    const either = { or: [food, { and: [zoo, ranked] }] };
    expect(await search(id, { metadata: { where: either } })).toHaveLength(2);
    expect(found(await search(id, { text: 'elephant', metadata: { where: either } }))).toEqual([
      'elephant and elephant again',
    ]);
  });

  it('2.7 start_date, end_date › bound created_at', async () => {
    const id = await session();
    const [past, future] = ['2020-01-01', '2999-01-01T00:00:00Z'];
    expect(await search(id, { metadata: { start_date: past, end_date: future } })).toHaveLength(3);
    expect(await search(id, { text: 'elephant', metadata: { start_date: past } })).toHaveLength(2);
    expect(await search(id, { metadata: { start_date: future } })).toEqual([]);
    expect(await search(id, { metadata: { end_date: past } })).toEqual([]);
  });

  it('2.7 other metadata keys › are ignored, but make the query not empty', async () => {
    expect(await search(await session(), { metadata: { unknown: 1 } })).toHaveLength(3);
  });

  it('2.7 search_scope › messages is the default, summary finds nothing, others are 400', async () => {
    const id = await session();
    expect(await search(id, { text: 'giraffe', search_scope: 'messages' })).toHaveLength(1);
    expect(await search(id, { text: 'giraffe', search_scope: 'summary' })).toEqual([]);
    expectError(await zep.post(`/sessions/${id}/search`, { text: 'giraffe', search_scope: 'documents' }), 400);
  });

  it('2.7 search_type, mmr_lambda › any value is taken', async () => {
    const id = await session();
    for (const search_type of ['similarity', 'mmr', 'anything', ''])
      expect(await search(id, { text: 'giraffe', search_type, mmr_lambda: 0.3 })).toHaveLength(1);
  });

  it('2.7 limit › absent or 0 is 10, negative is all', async () => {
    const id = newId();
    await zep.addMessages(id, ...Array.from({ length: 15 }, (_, index) => `elephant ${index}`));
    const count = async (query: string) => (await search(id, { text: 'elephant' }, query)).length;
    const counts = await Promise.all(['', '?limit=', '?limit=0', '?limit=3', '?limit=-1', '?limit=100'].map(count));
    expect(counts).toEqual([10, 10, 10, 3, 15, 15]);
    expectError(await zep.post(`/sessions/${id}/search?limit=x`, { text: 'elephant' }), 400);
  });

  it('2.7 unknown session › 200 and empty, errors in the query first', async () => {
    expect(await search(newId(), { text: 'elephant' })).toEqual([]);
    expectError(await zep.post(`/sessions/${newId()}/search`, {}), 400);
  });

  it('2.7 › searches one session only', async () => {
    await session();
    const id = newId();
    await zep.addMessages(id, 'no animal');
    expect(await search(id, { text: 'elephant' })).toEqual([]);
  });
});
