import { ConversationChain } from '@langchain/classic/chains';
import { ZepMemory } from '@langchain/community/memory/zep';
import { ZepRetriever } from '@langchain/community/retrievers/zep';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import type { LangChain } from '@scrollback/zep-suite';

export const langChain: LangChain<ZepMemory> = {
  createMemory: (options) => new ZepMemory(options),
  createRetriever: (options) => new ZepRetriever(options),
  createConversation(memory, answers, onPrompt) {
    const chain = new ConversationChain({ llm: new FakeListChatModel({ responses: answers }), memory });
    const callbacks = [
      {
        handleChatModelStart: (_model: unknown, [messages = []]: { content: unknown }[][]) =>
          onPrompt(messages.map(({ content }) => content).join('\n')),
      },
    ];
    return {
      async say(text) {
        const { response } = await chain.invoke({ input: text }, { callbacks });
        return response;
      },
    };
  },
};
