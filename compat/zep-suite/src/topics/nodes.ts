import { describe, expect, it } from 'vitest';
import { newId } from '../harness/samples.js';
import type { Server } from '../harness/server.js';
import { type LangChain, toPlainMessage } from '../lang-chain.js';

/** The Zep nodes of Flowise and n8n are LangChain's classes with these options; what they add themselves is called here as they do. */
export function testNodes(langChain: LangChain, server: Server): void {
  async function remember(memory: ReturnType<LangChain['createMemory']>, turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) {
      await memory.saveContext({ input: `in ${turn}` }, { output: `out ${turn}` });
    }
  }

  describe('Flowise: Zep Memory – Open Source', () => {
    const k = 10;
    const createMemory = (sessionId: string) =>
      langChain.createMemory({
        baseURL: server.url,
        sessionId,
        aiPrefix: 'ai',
        humanPrefix: 'human',
        returnMessages: true,
        memoryKey: 'chat_history',
        inputKey: 'input',
      });

    it('reads the newest k messages, not turns', async () => {
      const memory = createMemory(newId());
      await remember(memory, 8);
      const { chat_history: history } = await memory.loadMemoryVariables({ lastN: k });
      const expected = [3, 4, 5, 6, 7].flatMap((turn) => [
        { type: 'human', content: `in ${turn}` },
        { type: 'ai', content: `out ${turn}` },
      ]);
      expect((history as unknown[]).map(toPlainMessage)).toEqual(expected);
    });

    it('may be given another session for a call', async () => {
      const [first, second] = [newId(), newId()];
      const memory = createMemory(first);
      await remember(memory, 1);
      memory.sessionId = second;
      expect(await memory.loadMemoryVariables({ lastN: k })).toEqual({ chat_history: [] });
      await remember(memory, 2);
      memory.sessionId = first;
      expect((await memory.loadMemoryVariables({ lastN: k })).chat_history).toHaveLength(2);
    });

    it('clears the chat, and goes on in the same session', async () => {
      const memory = createMemory(newId());
      await remember(memory, 3);
      await memory.clear();
      expect(await memory.loadMemoryVariables({ lastN: k })).toEqual({ chat_history: [] });
      await remember(memory, 1);
      expect((await memory.loadMemoryVariables({ lastN: k })).chat_history).toHaveLength(2);
    });
  });

  describe('n8n: Zep', () => {
    it('reads the window of the server, for it sends no lastn', async () => {
      const memory = langChain.createMemory({
        baseURL: server.url,
        sessionId: newId(),
        memoryKey: 'chat_history',
        returnMessages: true,
        inputKey: 'input',
        outputKey: 'output',
      });
      await remember(memory, 10);
      const { chat_history: history } = await memory.loadMemoryVariables({});
      expect(history).toHaveLength(12);
      expect(toPlainMessage((history as unknown[])[0])).toEqual({ type: 'human', content: 'in 4' });
    });

    it.each(['Api-Key ', 'Bearer any'])('its credential test succeeds on an open server: %j', async (authorization) => {
      const answer = await fetch(`${server.url}/api/v1/collection`, { headers: { authorization } });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual([]);
    });
  });
}
