import { describe, expect, it } from 'vitest';
import { newId } from '../harness/samples.js';
import type { Server } from '../harness/server.js';
import type { LangChain } from '../lang-chain.js';
import type { ZepJs } from '../zep-js.js';

const MESSAGES = [
  { role: 'human', content: 'Can I drive red cars in France?', metadata: { country: 'France' } },
  { role: 'ai', content: 'Yes, cars of any colour.' },
  { role: 'human', content: 'And what about bicycles?' },
  { role: 'ai', content: 'Bicycles need no licence.' },
];

export function testZepRetriever(langChain: LangChain, zepJs: ZepJs, server: Server): void {
  describe('ZepRetriever', () => {
    async function newSession(): Promise<string> {
      const sessionId = newId();
      const client = await zepJs.ZepClient.init(server.url);
      await client.memory.addMemory(sessionId, new zepJs.Memory({ messages: MESSAGES }));
      return sessionId;
    }

    it('makes documents of the messages that match, with score and metadata', async () => {
      const retriever = langChain.createRetriever({ url: server.url, sessionId: await newSession(), topK: 3 });
      const [document] = await retriever.invoke('red cars');
      expect(document?.pageContent).toBe('Can I drive red cars in France?');
      expect(document?.metadata).toMatchObject({ score: expect.any(Number), country: 'France' });
    });

    it('gives at most topK, and only what its filter lets through', async () => {
      const sessionId = await newSession();
      const one = langChain.createRetriever({ url: server.url, sessionId, topK: 1 });
      expect(await one.invoke('cars bicycles')).toHaveLength(1);
      const filter = { where: { jsonpath: '$[*] ? (@.country == "France")' } };
      const filtered = langChain.createRetriever({ url: server.url, sessionId, topK: 5, filter });
      const documents = await filtered.invoke('cars');
      expect(documents.map(({ pageContent }) => pageContent)).toEqual(['Can I drive red cars in France?']);
    });

    it('takes mmr, and finds nothing in summaries or in a session that is unknown', async () => {
      const sessionId = await newSession();
      const options = { url: server.url, sessionId, topK: 3 };
      expect(await langChain.createRetriever({ ...options, searchType: 'mmr' }).invoke('bicycles')).not.toEqual([]);
      expect(await langChain.createRetriever({ ...options, searchScope: 'summary' }).invoke('bicycles')).toEqual([]);
      expect(await langChain.createRetriever({ ...options, sessionId: newId() }).invoke('bicycles')).toEqual([]);
    });
  });
}
