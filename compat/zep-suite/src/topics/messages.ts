import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { contents, newId, turns } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

/** For versions that have a message manager. */
export function testMessages(zep: Zep): void {
  async function newSession(count: number): Promise<string> {
    const id = newId();
    await zep.memory.addMemory(id, zep.messages(...turns(count)));
    return id;
  }

  async function firstUuid(sessionId: string): Promise<string> {
    return (await zep.stored(sessionId, 1_000))[0]?.uuid as string;
  }

  describe('message.getSessionMessages', () => {
    it('gives all messages, oldest first, and pages of them by number', async () => {
      const id = await newSession(150);
      const all = await zep.message.getSessionMessages(id);
      expect(all[0]).toBeInstanceOf(zep.js.Message);
      expect(contents(all)).toEqual(contents(turns(150)));
      expect(await zep.message.getSessionMessages(id, 5)).toEqual(all.slice(0, 5));
      expect(await zep.message.getSessionMessages(id, 5, 1)).toEqual(all.slice(0, 5));
      expect(await zep.message.getSessionMessages(id, 5, 2)).toEqual(all.slice(5, 10));
      expect(await zep.message.getSessionMessages(id, 100, 2)).toEqual(all.slice(100));
      expect(await zep.message.getSessionMessages(id, undefined, 2)).toEqual(all);
      expect(await zep.message.getSessionMessages(id, 5, 31)).toEqual([]);
    });

    it('is empty for a session that is unknown or deleted', async () => {
      const id = await newSession(2);
      await zep.memory.deleteMemory(id);
      expect(await zep.message.getSessionMessages(id)).toEqual([]);
      expect(await zep.message.getSessionMessages(newId())).toEqual([]);
    });
  });

  describe('message.getSessionMessage', () => {
    it('gives the message', async () => {
      const id = await newSession(3);
      const [, second] = await zep.stored(id);
      expect(await zep.message.getSessionMessage(id, second?.uuid as string)).toEqual(second);
    });

    it('rejects with NotFoundError when the message is unknown, of another session or deleted', async () => {
      const [id, other] = [await newSession(1), await newSession(1)];
      const uuid = await firstUuid(id);
      const fields = (session: string, message: string) => ({
        message: `No session found for session ${session}, or message ${message}`,
      });
      const unknown = randomUUID();
      await expectError(zep.message.getSessionMessage(id, unknown), zep.js.NotFoundError, fields(id, unknown));
      await expectError(zep.message.getSessionMessage(other, uuid), zep.js.NotFoundError, fields(other, uuid));
      await zep.memory.deleteMemory(id);
      await expectError(zep.message.getSessionMessage(id, uuid), zep.js.NotFoundError, fields(id, uuid));
    });

    it('refuses a uuid that is none', async () => {
      await expectError(zep.message.getSessionMessage(await newSession(1), 'none'), zep.js.APIError, {
        code: 400,
        responseData: expect.stringContaining('unable to parse document UUID'),
      });
    });
  });

  describe('message.updateSessionMessageMetadata', () => {
    it('merges the metadata and leaves role, content and token count alone', async () => {
      const id = newId();
      const metadata = { a: { b: 1 } };
      await zep.memory.addMemory(id, zep.messages({ role: 'user', content: 'm', metadata, token_count: 9 }));
      const [before] = await zep.stored(id);
      const update = { a: { c: 2 }, system: { dropped: true } };
      const after = await zep.message.updateSessionMessageMetadata(id, before?.uuid as string, update);
      expect(after).toEqual({ ...before, metadata: { a: { b: 1, c: 2 } } });
      expect(after.token_count).toBe(9);
      expect(await zep.message.getSessionMessage(id, before?.uuid as string)).toEqual(after);
    });

    it('changes nothing when the metadata is empty', async () => {
      const id = await newSession(1);
      const [before] = await zep.stored(id);
      expect(await zep.message.updateSessionMessageMetadata(id, before?.uuid as string, {})).toEqual(before);
    });

    it('rejects with NotFoundError when the message is unknown or of another session', async () => {
      const [id, other] = [await newSession(1), await newSession(1)];
      const uuid = await firstUuid(id);
      for (const [session, message] of [
        [id, randomUUID()],
        [other, uuid],
      ] as const) {
        const call = zep.message.updateSessionMessageMetadata(session, message, { a: 1 });
        await expectError(call, zep.js.NotFoundError);
      }
      expect((await zep.stored(id))[0]?.metadata).toBeUndefined();
    });
  });
}
