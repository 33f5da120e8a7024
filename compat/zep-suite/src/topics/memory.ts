import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { contents, newId, TIME, turns, UUID } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

const NIL = '00000000-0000-0000-0000-000000000000';

export function testMemory(zep: Zep): void {
  describe('memory.addMemory', () => {
    it('answers OK, creates the session and appends in the order given', async () => {
      const id = newId();
      expect(await zep.memory.addMemory(id, zep.messages(...turns(150)))).toBe('OK');
      expect(await zep.memory.addMemory(id, zep.messages({ role: 'tool', content: 'last' }))).toBe('OK');
      expect(contents(await zep.stored(id, 1_000))).toEqual([...contents(turns(150)), 'last']);
      expect(await zep.memory.getSession(id)).toMatchObject({ session_id: id, metadata: null, user_id: null });
    });

    it('keeps uuid, role, content, metadata and token count, and ignores the summary', async () => {
      const id = newId();
      const message = {
        uuid: randomUUID(),
        role: 'any role',
        content: '',
        metadata: { system: { intent: 'x' }, empty: [] },
        token_count: 7,
      };
      const memory = new zep.js.Memory({ messages: [message], metadata: { ignored: true } });
      expect(await zep.memory.addMemory(id, memory)).toBe('OK');
      const [stored] = await zep.stored(id);
      expect(stored).toMatchObject({ ...message, created_at: expect.stringMatching(TIME) });
    });

    it('takes a message with the same uuid, role and content for a repetition', async () => {
      const id = newId();
      const memory = zep.messages({ uuid: randomUUID(), role: 'user', content: 'once' });
      expect(await zep.memory.addMemory(id, memory)).toBe('OK');
      expect(await zep.memory.addMemory(id, memory)).toBe('OK');
      expect(contents(await zep.stored(id))).toEqual(['once']);
    });

    it('refuses a known uuid with another content, and stores nothing of the call', async () => {
      const id = newId();
      const uuid = randomUUID();
      await zep.memory.addMemory(id, zep.messages({ uuid, role: 'user', content: 'first' }));
      const call = zep.memory.addMemory(
        id,
        zep.messages({ role: 'user', content: 'new' }, { uuid, role: 'user', content: 'second' }),
      );
      await expectError(call, zep.js.APIError, { code: 400 });
      expect(contents(await zep.stored(id))).toEqual(['first']);
    });

    it('refuses a uuid that is none, and does not create the session', async () => {
      const id = newId();
      const call = zep.memory.addMemory(id, zep.messages({ uuid: 'none', role: 'user', content: 'x' }));
      await expectError(call, zep.js.APIError, { code: 400 });
      await expectError(zep.memory.getSession(id), zep.js.NotFoundError);
    });

    it('creates the session also without a message', async () => {
      const id = newId();
      expect(await zep.memory.addMemory(id, zep.messages())).toBe('OK');
      expect(await zep.memory.getSession(id)).toMatchObject({ session_id: id });
    });
  });

  describe('memory.getMemory', () => {
    it('gives the newest 12, or the newest lastn, oldest first', async () => {
      const id = newId();
      await zep.memory.addMemory(id, zep.messages(...turns(20)));
      const all = contents(turns(20));
      expect(contents(await zep.stored(id))).toEqual(all.slice(-12));
      expect(contents(await zep.stored(id, 0))).toEqual(all.slice(-12));
      expect(contents(await zep.stored(id, 3))).toEqual(all.slice(-3));
      expect(contents(await zep.stored(id, 21))).toEqual(all);
    });

    it('gives messages with all their fields, and a summary that is there and empty', async () => {
      const id = newId();
      await zep.memory.addMemory(id, zep.messages(...turns(1)));
      const memory = await zep.memory.getMemory(id);
      expect(memory).toBeInstanceOf(zep.js.Memory);
      expect(memory?.messages[0]).toMatchObject({
        uuid: expect.stringMatching(UUID),
        created_at: expect.stringMatching(TIME),
        role: 'user',
        content: 'm0',
        token_count: expect.any(Number),
      });
      expect(memory?.summary).toMatchObject({ uuid: NIL, content: '', recent_message_uuid: NIL, token_count: 0 });
    });

    it('is empty for a session that is unknown', async () => {
      expect(await zep.stored(newId())).toEqual([]);
    });

    it('refuses a negative lastn, and one that is no integer', async () => {
      const id = newId();
      await zep.memory.addMemory(id, zep.messages(...turns(2)));
      for (const lastn of [-1, 1.5]) {
        await expectError(zep.memory.getMemory(id, lastn), zep.js.APIError, { code: 400 });
      }
    });
  });

  describe('memory.deleteMemory', () => {
    it('answers OK and hides the session and its messages everywhere', async () => {
      const id = newId();
      await zep.memory.addMemory(id, zep.messages(...turns(3)));
      expect(await zep.memory.deleteMemory(id)).toBe('OK');
      await expectError(zep.memory.getSession(id), zep.js.NotFoundError);
      expect(await zep.stored(id)).toEqual([]);
      expect((await zep.memory.listSessions()).map(({ session_id }) => session_id)).not.toContain(id);
    });

    it('rejects with NotFoundError the second time, and for a session that is unknown', async () => {
      const id = newId();
      await zep.memory.addMemory(id, zep.messages(...turns(1)));
      await zep.memory.deleteMemory(id);
      for (const missing of [id, newId()]) {
        await expectError(zep.memory.deleteMemory(missing), zep.js.NotFoundError, {
          message: `No session found for sessionID: ${missing}`,
        });
      }
    });

    it('leaves the id to the next addMemory: the session is back, its old messages are not', async () => {
      const id = newId();
      const before = await zep.memory.addSession(zep.session({ session_id: id, metadata: { kept: true } }));
      await zep.memory.addMemory(id, zep.messages(...turns(3)));
      await zep.memory.deleteMemory(id);
      expect(await zep.memory.addMemory(id, zep.messages({ role: 'user', content: 'new' }))).toBe('OK');
      expect(contents(await zep.stored(id, 100))).toEqual(['new']);
      expect(await zep.memory.getSession(id)).toMatchObject({ uuid: before.uuid, metadata: { kept: true } });
    });
  });
}
