import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../harness/samples.js';
import type { Server } from '../harness/server.js';
import { type LangChain, toPlainMessage } from '../lang-chain.js';
import type { ZepJs } from '../zep-js.js';

const TURNS = 30;
/** What Zep's window of 12 messages holds of turns of two. */
const WINDOW_TURNS = 6;

const question = (turn: number) => `Question number ${turn}.`;
const answer = (turn: number) => `Answer number ${turn}.`;

export function testZepMemory(langChain: LangChain, zepJs: ZepJs, server: Server): void {
  describe('ZepMemory', () => {
    // It keeps failures to itself, but for a line on the console: one that is not looked at would be a lost write.
    const complained = vi.fn();
    beforeEach(() => {
      complained.mockClear();
      vi.spyOn(console, 'error').mockImplementation(complained);
      vi.spyOn(console, 'warn').mockImplementation(complained);
    });
    afterEach(() => {
      vi.restoreAllMocks();
      expect(complained.mock.calls).toEqual([]);
    });

    const createMemory = (sessionId: string, options = {}) =>
      langChain.createMemory({ baseURL: server.url, sessionId, returnMessages: true, ...options });

    it(`gives the model the newest ${WINDOW_TURNS} turns before each of ${TURNS}, and keeps all`, async () => {
      const sessionId = newId();
      const prompts: string[] = [];
      const answers = Array.from({ length: TURNS }, (_, turn) => answer(turn));
      const memory = langChain.createMemory({ baseURL: server.url, sessionId });
      const conversation = langChain.createConversation(memory, answers, (prompt) => prompts.push(prompt));

      for (let turn = 0; turn < TURNS; turn += 1) {
        expect(await conversation.say(question(turn))).toBe(answer(turn));
        const first = Math.max(0, turn - WINDOW_TURNS);
        const lines = range(first, turn).flatMap((past) => [`Human: ${question(past)}`, `AI: ${answer(past)}`]);
        const prompt = prompts.at(-1) as string;
        expect(prompt).toContain([...lines, `Human: ${question(turn)}`].join('\n'));
        expect(prompt.match(/Question number/g)).toHaveLength(turn - first + 1);
      }

      const { history } = await createMemory(sessionId).loadMemoryVariables({ lastN: 2 * TURNS });
      expect((history as unknown[]).map(toPlainMessage)).toEqual(
        range(0, TURNS).flatMap((turn) => [
          { type: 'human', content: question(turn) },
          { type: 'ai', content: answer(turn) },
        ]),
      );
    });

    it('is empty before the first turn, as text and as messages', async () => {
      expect(await createMemory(newId()).loadMemoryVariables({})).toEqual({ history: [] });
      expect(await createMemory(newId(), { returnMessages: false }).loadMemoryVariables({})).toEqual({ history: '' });
    });

    it('shares its session with whoever else uses the id', async () => {
      const sessionId = newId();
      await createMemory(sessionId).saveContext({ input: 'hi' }, { output: 'hello' });
      const { history } = await createMemory(sessionId).loadMemoryVariables({});
      expect((history as unknown[]).map(toPlainMessage)).toEqual([
        { type: 'human', content: 'hi' },
        { type: 'ai', content: 'hello' },
      ]);
    });

    it('tells roles by its prefixes, and makes generic messages of the others', async () => {
      const sessionId = newId();
      const client = await zepJs.ZepClient.init(server.url);
      const messages = [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: 'hello' },
        { role: 'tool', content: 'found' },
      ];
      await client.memory.addMemory(sessionId, new zepJs.Memory({ messages }));
      const memory = createMemory(sessionId, { humanPrefix: 'user', aiPrefix: 'assistant' });
      await memory.saveContext({ input: 'thanks' }, { output: 'welcome' });
      const { history } = await memory.loadMemoryVariables({});
      expect((history as unknown[]).map(toPlainMessage)).toEqual([
        { type: 'human', content: 'hi' },
        { type: 'ai', content: 'hello' },
        { type: 'generic', role: 'tool', content: 'found' },
        { type: 'human', content: 'thanks' },
        { type: 'ai', content: 'welcome' },
      ]);
    });

    it('can be one human message, for models that want that', async () => {
      const memory = createMemory(newId(), { separateMessages: false });
      await memory.saveContext({ input: 'hi' }, { output: 'hello' });
      const { history } = await memory.loadMemoryVariables({});
      expect((history as unknown[]).map(toPlainMessage)).toEqual([{ type: 'human', content: 'Human: hi\nAI: hello' }]);
    });

    it('forgets by clear, and its id can be used again at once', async () => {
      const memory = createMemory(newId());
      await memory.saveContext({ input: 'old' }, { output: 'old' });
      await memory.clear();
      expect(await memory.loadMemoryVariables({})).toEqual({ history: [] });
      await memory.saveContext({ input: 'new' }, { output: 'newer' });
      const { history } = await memory.loadMemoryVariables({ lastN: 100 });
      expect((history as unknown[]).map(toPlainMessage)).toEqual([
        { type: 'human', content: 'new' },
        { type: 'ai', content: 'newer' },
      ]);
    });
  });
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
