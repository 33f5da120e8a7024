import { describe, expect, it } from 'vitest';
import { contents, newId } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

const keys = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);

export function testRaces(zep: Zep): void {
  // Where there is no message manager there is nothing to test, hence nothing to skip.
  const ifMessages = (name: string, test: () => Promise<void>) => zep.hasMessages && it(name, test);

  describe('races', () => {
    it('200 parallel updateSession of one session keep every key', async () => {
      const session_id = newId();
      await zep.memory.addSession(zep.session({ session_id, metadata: { first: true } }));
      await Promise.all(
        keys(200).map((key) => zep.memory.updateSession(zep.session({ session_id, metadata: { [key]: { of: key } } }))),
      );
      const expected = Object.fromEntries(keys(200).map((key) => [key, { of: key }]));
      expect((await zep.memory.getSession(session_id)).metadata).toEqual({ first: true, ...expected });
    });

    it('200 parallel user.update of one user keep every key', async () => {
      const user_id = newId();
      await zep.user.add({ user_id });
      await Promise.all(keys(200).map((key) => zep.user.update({ user_id, metadata: { [key]: key } })));
      expect((await zep.user.get(user_id)).metadata).toEqual(Object.fromEntries(keys(200).map((key) => [key, key])));
    });

    ifMessages('100 parallel updateSessionMessageMetadata of one message keep every key', async () => {
      const id = newId();
      await zep.memory.addMemory(id, zep.messages({ role: 'user', content: 'x' }));
      const uuid = (await zep.stored(id))[0]?.uuid as string;
      await Promise.all(keys(100).map((key) => zep.message.updateSessionMessageMetadata(id, uuid, { [key]: key })));
      const { metadata } = await zep.message.getSessionMessage(id, uuid);
      expect(metadata).toEqual(Object.fromEntries(keys(100).map((key) => [key, key])));
    });

    it('64 parallel first addMemory of one session all succeed, and lose no message', async () => {
      const id = newId();
      const answers = await Promise.all(
        keys(64).map((key) =>
          zep.memory.addMemory(id, zep.messages({ role: 'a', content: key }, { role: 'b', content: key })),
        ),
      );
      expect(new Set(answers)).toEqual(new Set(['OK']));
      const stored = await zep.stored(id, 1_000);
      expect(contents(stored).toSorted()).toEqual(
        keys(64)
          .flatMap((key) => [key, key])
          .toSorted(),
      );
      // The two of one call stay together.
      const pairs = keys(64).map((_, index) => [stored[2 * index], stored[2 * index + 1]]);
      expect(pairs.filter(([a, b]) => a?.role !== 'a' || b?.role !== 'b' || a.content !== b.content)).toEqual([]);
    });

    it('deleteMemory against addMemory, a hundred times, leaves a deleted session empty and a live one with the new message', async () => {
      const outcomes = await Promise.all(keys(100).map((_, index) => deleteAgainstAdd(index % 2 === 0)));
      expect(outcomes.length).toBe(100);
      for (const { isLive, ...found } of outcomes) {
        const messages = isLive ? ['new'] : [];
        expect(found).toEqual({ seen: messages, afterUndelete: messages });
      }
    });

    async function deleteAgainstAdd(isDeleteFirst: boolean) {
      const id = newId();
      await zep.memory.addMemory(id, zep.messages({ role: 'user', content: 'old' }));
      const remove = () => zep.memory.deleteMemory(id);
      const add = () => zep.memory.addMemory(id, zep.messages({ role: 'user', content: 'new' }));
      await Promise.all(isDeleteFirst ? [remove(), add()] : [add(), remove()]);

      const isLive = await isThere(id);
      const seen = contents(await zep.stored(id));
      // Brings a deleted session back: a message that it still held would show now.
      await zep.memory.addMemory(id, zep.messages());
      return { isLive, seen, afterUndelete: contents(await zep.stored(id)) };
    }

    async function isThere(id: string): Promise<boolean> {
      try {
        await zep.memory.getSession(id);
        return true;
      } catch (error) {
        if (error instanceof zep.js.NotFoundError) return false;
        throw error;
      }
    }
  });
}
