import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { newId } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';
import type { SearchData, SearchResult } from '../zep-js.js';

export function testSearch(zep: Zep): void {
  const search = (id: string, query: SearchData, limit?: number) =>
    zep.memory.searchMemory(id, new zep.js.MemorySearchPayload(query), limit);

  async function newTrip(): Promise<string> {
    const id = newId();
    await zep.memory.addMemory(
      id,
      zep.messages(
        { role: 'user', content: 'Can I rent a red bicycle in Lyon?', metadata: { topic: 'rent', rank: 1 } },
        { role: 'assistant', content: 'Certainly: at the station.', metadata: { topic: 'place' } },
        { role: 'user', content: 'And where is the harbour?', metadata: { topic: 'place', rank: 2 } },
      ),
    );
    return id;
  }

  describe('memory.searchMemory', () => {
    it('finds messages by the words of a text, the best first', async () => {
      const results = await search(await newTrip(), { text: 'bicycle' });
      expect(results[0]).toBeInstanceOf(zep.js.MemorySearchResult);
      expect(results[0]?.message).toMatchObject({ role: 'user', content: 'Can I rent a red bicycle in Lyon?' });
      expect(results[0]?.message?.metadata).toEqual({ topic: 'rent', rank: 1 });
      expect(results[0]?.dist).toBeGreaterThan(0);
      expect(results[0]?.dist).toBeLessThanOrEqual(1);
    });

    it('finds messages by their metadata alone, the newest first, at most as many as asked for', async () => {
      const id = await newTrip();
      const metadata = { where: { jsonpath: '$[*] ? (@.topic == "place")' } };
      expect(found(await search(id, { metadata }))).toEqual([
        'And where is the harbour?',
        'Certainly: at the station.',
      ]);
      expect(found(await search(id, { metadata }, 1))).toEqual(['And where is the harbour?']);
    });

    it('takes mmr for a type of search', async () => {
      const results = await search(await newTrip(), { text: 'harbour', search_type: 'mmr', mmr_lambda: 0.3 });
      expect(found(results)[0]).toBe('And where is the harbour?');
    });

    it('finds nothing in summaries, in a deleted session, and in one that is unknown', async () => {
      const id = await newTrip();
      expect(await search(id, { text: 'bicycle', search_scope: 'summary' })).toEqual([]);
      await zep.memory.deleteMemory(id);
      expect(await search(id, { text: 'bicycle' })).toEqual([]);
      expect(await search(newId(), { text: 'bicycle' })).toEqual([]);
    });

    it('refuses an empty query and a scope that there is not', async () => {
      const id = await newTrip();
      const queries = [{}, { text: '' }, { text: 'x', search_scope: 'facts' as 'messages' }];
      for (const query of queries) await expectError(search(id, query), zep.js.APIError, { code: 400 });
    });
  });
}

function found(results: readonly SearchResult[]): (string | undefined)[] {
  return results.map(({ message }) => message?.content);
}
