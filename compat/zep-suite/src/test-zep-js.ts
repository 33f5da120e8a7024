import { afterAll, describe, expect, it } from 'vitest';
import { onEachStore } from './harness/server.js';
import { useZep, type Zep } from './methods/use-zep.js';
import { testChunkedLists } from './topics/chunked-lists.js';
import { testClient } from './topics/client.js';
import { testCollections } from './topics/collections.js';
import { testIds } from './topics/ids.js';
import { testMemory } from './topics/memory.js';
import { testMerging } from './topics/merging.js';
import { testMessages } from './topics/messages.js';
import { testRaces } from './topics/races.js';
import { testSearch } from './topics/search.js';
import { testSessions } from './topics/sessions.js';
import { testUsers } from './topics/users.js';
import type { ZepJs } from './zep-js.js';

export interface ZepJsUnderTest {
  readonly version: string;
  readonly zepJs: ZepJs;
  /** 0.9 has no message manager. */
  readonly hasMessages: boolean;
}

/** Every method of zep-js with its effects and its errors, on each store; at the end none may be left uncalled. */
export function testZepJs({ version, zepJs, hasMessages }: ZepJsUnderTest): void {
  onEachStore(`zep-js ${version}`, (server, store) => {
    const zep = useZep(zepJs, server, hasMessages);
    testClient(zep);
    testSessions(zep);
    testMemory(zep);
    testSearch(zep);
    if (hasMessages) testMessages(zep);
    testUsers(zep);
    testMerging(zep);
    testCollections(zep);
    testIds(zep);
    testRaces(zep);
    testCompleteness(zep, `zep-js ${version}`, store);
  });
}

/** The iterators over thousands, on servers that nobody else uses: they count on ids without gaps. */
export function testIterators({ version, zepJs, hasMessages }: ZepJsUnderTest): void {
  onEachStore(`zep-js ${version}, iterators`, (server) => testChunkedLists(useZep(zepJs, server, hasMessages)));
}

/** Has to be the last of its suite. */
function testCompleteness(zep: Zep, name: string, store: string): void {
  afterAll(() => {
    const count = zep.methods.filter((method) => zep.called.has(method)).length;
    console.log(`${name}: ${count} of ${zep.methods.length} methods called, ${store}`);
  });

  describe('all methods', () => {
    it('were called', () => {
      expect(zep.methods.length).toBeGreaterThan(30);
      expect(zep.methods.filter((method) => !zep.called.has(method))).toEqual([]);
    });
  });
}
