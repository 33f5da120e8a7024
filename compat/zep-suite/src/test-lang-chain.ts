import { describe } from 'vitest';
import { onEachStore, useServer } from './harness/server.js';
import type { LangChain, ZepMemory } from './lang-chain.js';
import { SECRET, testAuthentication } from './topics/authentication.js';
import { testNodes } from './topics/nodes.js';
import { testZepMemory } from './topics/zep-memory.js';
import { testZepRetriever } from './topics/zep-retriever.js';
import type { ZepJs } from './zep-js.js';

export interface LangChainUnderTest<Memory extends ZepMemory> {
  /** Of both, as the suites are to be called. */
  readonly name: string;
  readonly langChain: LangChain<Memory>;
  /** The same module that LangChain.js uses. */
  readonly zepJs: ZepJs;
}

/** LangChain.js, and what Flowise and n8n make of it, on each store; and a server that requires tokens. */
export function testLangChain<Memory extends ZepMemory>({ name, langChain, zepJs }: LangChainUnderTest<Memory>): void {
  onEachStore(name, (server) => {
    testZepMemory(langChain, zepJs, server);
    testZepRetriever(langChain, zepJs, server);
    testNodes(langChain, server);
  });

  // Authentication ends before the store is asked: one store will do.
  describe(`${name}, with authentication [in memory]`, () => {
    const server = useServer({
      SCROLLBACK_STORE: 'memory:',
      SCROLLBACK_AUTH_REQUIRED: '1',
      SCROLLBACK_AUTH_SECRET: SECRET,
    });
    testAuthentication(zepJs, langChain, server);
  });
}
