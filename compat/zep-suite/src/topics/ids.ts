import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { contents, newId, turns } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

/** zep-js puts ids into paths as they are; `URL` then encodes some of them. With each of these every method works. */
const WORKING = [
  ...['a space', 'crème brûlée', '会话', '👋🏽', '\u200Fשלום', 'tenant:1', 'jim@example.org', 'a+b', 'a&b', 'a=b'],
  ...['a;b', 'a,b', 'a!b', 'a*b', "it's", 'a"b', '(a)', 'a|b', 'a^b', '<a>', 'a~b', '$a', '{a}', '[a]', 'a`b', 'a..'],
  ...['x'.repeat(1_000), '__proto__', 'memory', 'messages', 'search', 'a?b', 'a#b'],
  // Two sessions each on Zep, one for paths and one for bodies:
  ...["It's a test!", '(é)', '[c d]'],
  // Encoded by the app itself:
  ...['jim%40example.com', 'tenant%3A7', 'e%2Ff', 'p%41q', 'g%20h', 'i%2540j'],
];

/** Refused on Zep in every path, for nothing can decode them: here they work while there is something of that name. */
const UNDECODABLE = ['100%', '50%zz'];

const NAMED = [...WORKING, ...UNDECODABLE].map((id): [name: string, id: string] => [
  id.length < 40 ? JSON.stringify(id) : `of ${id.length} characters`,
  id,
]);

/** `/` and `\` make another path of it: the session can be created and listed, and nothing else. */
const SPLITTING = ['k/l', 'm\\n'];

export function testIds(zep: Zep): void {
  describe('session id', () => {
    it.each(NAMED)('%s works with every method', async (_name, session_id) => {
      const created = await zep.memory.addSession(zep.session({ session_id, metadata: { a: 1 } }));
      expect(created.session_id).toBe(session_id);
      expect(await zep.memory.getSession(session_id)).toEqual(created);
      const updated = await zep.memory.updateSession(zep.session({ session_id, metadata: { b: 2 } }));
      expect(updated).toMatchObject({ session_id, uuid: created.uuid, metadata: { a: 1, b: 2 } });
      expect(await zep.memory.addMemory(session_id, zep.messages(...turns(2)))).toBe('OK');
      expect(contents(await zep.stored(session_id))).toEqual(['m0', 'm1']);
      const query = new zep.js.MemorySearchPayload({ text: 'm0' });
      expect((await zep.memory.searchMemory(session_id, query))[0]?.message?.content).toBe('m0');
      expect((await zep.memory.listSessions()).filter((each) => each.session_id === session_id)).toHaveLength(1);
      if (zep.hasMessages) await expectMessages(session_id);
      expect(await zep.memory.deleteMemory(session_id)).toBe('OK');
      await expectError(zep.memory.getSession(session_id), zep.js.NotFoundError);
    });

    async function expectMessages(sessionId: string): Promise<void> {
      const messages = await zep.message.getSessionMessages(sessionId);
      expect(contents(messages)).toEqual(['m0', 'm1']);
      const uuid = messages[0]?.uuid as string;
      expect(await zep.message.getSessionMessage(sessionId, uuid)).toEqual(messages[0]);
      const { metadata } = await zep.message.updateSessionMessageMetadata(sessionId, uuid, { seen: true });
      expect(metadata).toEqual({ seen: true });
    }

    it.each(['new space', 'new é', 'new:1', "new's one!", 'new?x', 'new#x'])(
      '%j names the same session for addMemory, which creates it, and for the list',
      async (session_id) => {
        expect(await zep.memory.addMemory(session_id, zep.messages(...turns(1)))).toBe('OK');
        expect((await zep.memory.getSession(session_id)).session_id).toBe(session_id);
        expect((await zep.memory.listSessions()).at(-1)?.session_id).toBe(session_id);
      },
    );

    it('that cannot be decoded is refused by addMemory when there is no such session', async () => {
      const id = `${newId()}%`;
      await expectError(zep.memory.addMemory(id, zep.messages(...turns(1))), zep.js.APIError, { code: 400 });
    });

    it.each(SPLITTING)('%j can be created; in a path it leads nowhere', async (session_id) => {
      const before = await snapshot();
      expect((await zep.memory.addSession(zep.session({ session_id }))).session_id).toBe(session_id);
      await expectNowhere(session_id);
      expect(await snapshot()).toEqual([...before, [session_id, null]]);
    });

    it('".." cannot be created, and leads nowhere in a path', async () => {
      const before = await snapshot();
      await expectError(zep.memory.addSession(zep.session({ session_id: '..' })), zep.js.APIError, { code: 400 });
      await expectNowhere('..');
      expect(await snapshot()).toEqual(before);
    });

    async function expectNowhere(sessionId: string): Promise<void> {
      const session = zep.session({ session_id: sessionId, metadata: { x: 1 } });
      await expectError(zep.memory.getSession(sessionId), zep.js.NotFoundError);
      await expectError(zep.memory.updateSession(session), zep.js.NotFoundError);
      await expectError(zep.memory.addMemory(sessionId, zep.messages(...turns(1))), zep.js.NotFoundError);
      await expectError(zep.memory.getMemory(sessionId), zep.js.NotFoundError);
      await expectError(zep.memory.deleteMemory(sessionId), zep.js.NotFoundError);
    }

    it('that begins or ends with a slash means the session without it, for the slashes collapse', async () => {
      const id = newId();
      expect(await zep.memory.addMemory(`/${id}`, zep.messages({ role: 'user', content: 'before' }))).toBe('OK');
      expect(await zep.memory.addMemory(`${id}/`, zep.messages({ role: 'user', content: 'after' }))).toBe('OK');
      expect(contents(await zep.stored(id))).toEqual(['before', 'after']);
      expect((await zep.memory.getSession(`${id}/`)).session_id).toBe(id);
      const updated = await zep.memory.updateSession(zep.session({ session_id: `${id}/`, metadata: { a: 1 } }));
      expect(updated.session_id).toBe(id);
    });

    it('with a dot segment, a tab or a newline is folded by the client', async () => {
      const id = newId();
      for (const folded of [`x/../${id}`, `${id.slice(0, 3)}\t${id.slice(3)}`, `${id}\n`]) {
        expect(await zep.memory.addMemory(folded, zep.messages({ role: 'user', content: folded }))).toBe('OK');
      }
      expect(await zep.stored(id)).toHaveLength(3);
    });

    it.each(['', '.'])('%j deletes nothing, above all not the session called memory', async (id) => {
      await zep.memory.addMemory('memory', zep.messages(...turns(1)));
      const before = await snapshot();
      await expectError(zep.memory.deleteMemory(id), zep.js.APIError, { code: 405 });
      expect(await snapshot()).toEqual(before);
      await zep.memory.deleteMemory('memory');
    });
  });

  describe('user id', () => {
    it.each(NAMED)('%s works with every method', async (_name, user_id) => {
      const session_id = newId();
      const created = await zep.user.add({ user_id });
      expect(created.user_id).toBe(user_id);
      expect(await zep.user.get(user_id)).toEqual(created);
      expect((await zep.user.update({ user_id, email: 'x@y' })).uuid).toBe(created.uuid);
      await zep.memory.addSession(zep.session({ session_id, user_id }));
      expect((await zep.user.getSessions(user_id)).map((session) => session.session_id)).toEqual([session_id]);
      expect(await zep.user.delete(user_id)).toBe('OK');
      const gone = UNDECODABLE.includes(user_id) ? zep.js.APIError : zep.js.NotFoundError;
      await expectError(zep.user.get(user_id), gone);
    });
  });

  /** Every session that can be seen, with its metadata. */
  async function snapshot(): Promise<[string, unknown][]> {
    return (await zep.memory.listSessions()).map(({ session_id, metadata }) => [session_id, metadata]);
  }
}
