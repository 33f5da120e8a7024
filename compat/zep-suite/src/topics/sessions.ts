import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { newId, TIME, UUID } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

export function testSessions(zep: Zep): void {
  describe('memory.addSession', () => {
    it('creates the session and hands it back as stored', async () => {
      const id = newId();
      const user = await zep.user.add({ user_id: newId() });
      const metadata = { plan: 'free', system: { kept: true }, none: null, list: [] };
      const session = await zep.memory.addSession(zep.session({ session_id: id, user_id: user.user_id, metadata }));
      expect(session).toBeInstanceOf(zep.js.Session);
      expect(session).toMatchObject({ session_id: id, user_id: user.user_id, metadata, deleted_at: null });
      expect(session).toMatchObject({
        uuid: expect.stringMatching(UUID),
        created_at: expect.stringMatching(TIME),
        updated_at: expect.stringMatching(TIME),
      });
      expect(await zep.memory.getSession(id)).toEqual(session);
    });

    it('keeps metadata that was not given null, and an empty one empty', async () => {
      const [without, empty] = [newId(), newId()];
      expect(await zep.memory.addSession(zep.session({ session_id: without }))).toMatchObject({
        metadata: null,
        user_id: null,
      });
      expect((await zep.memory.addSession(zep.session({ session_id: empty, metadata: {} }))).metadata).toEqual({});
    });

    it('refuses an id that exists, live or deleted, and changes nothing', async () => {
      const id = newId();
      const session = await zep.memory.addSession(zep.session({ session_id: id, metadata: { first: true } }));
      const refusal = {
        code: 400,
        responseData: `bad request: session already exists with session_id: ${id}\n`,
      };
      const again = () => zep.memory.addSession(zep.session({ session_id: id, metadata: { second: true } }));
      await expectError(again(), zep.js.APIError, refusal);
      expect(await zep.memory.getSession(id)).toEqual(session);

      await zep.memory.deleteMemory(id);
      await expectError(again(), zep.js.APIError, refusal);
      await expectError(zep.memory.getSession(id), zep.js.NotFoundError);
    });

    it('refuses a user that does not exist, also the empty one, and creates nothing', async () => {
      for (const user of [newId(), '']) {
        const id = newId();
        await expectError(zep.memory.addSession(zep.session({ session_id: id, user_id: user })), zep.js.APIError, {
          code: 400,
          responseData: `bad request: user does not exist with user_id: ${user}\n`,
        });
        await expectError(zep.memory.getSession(id), zep.js.NotFoundError);
      }
    });
  });

  describe('memory.getSession', () => {
    it('rejects with NotFoundError for an unknown session', async () => {
      const id = newId();
      await expectError(zep.memory.getSession(id), zep.js.NotFoundError, {
        message: `No session found for session ${id}`,
      });
    });

    it('is refused a blank id by the client itself', async () => {
      await expectError(zep.memory.getSession(' '), Error, { message: 'sessionId must be provided' });
    });
  });

  describe('memory.updateSession', () => {
    it('merges metadata, moves updated_at, and cannot change the user', async () => {
      const id = newId();
      const before = await zep.memory.addSession(zep.session({ session_id: id, metadata: { a: { b: 1 } } }));
      const after = await zep.memory.updateSession(
        zep.session({ session_id: id, user_id: newId(), metadata: { a: { c: 2 }, system: { dropped: true } } }),
      );
      expect(after).toMatchObject({ session_id: id, uuid: before.uuid, user_id: null });
      expect(after.metadata).toEqual({ a: { b: 1, c: 2 } });
      expect(Date.parse(String(after.updated_at))).toBeGreaterThanOrEqual(Date.parse(String(before.updated_at)));
      expect(await zep.memory.getSession(id)).toEqual(after);
    });

    it('takes back what getSession handed out, unchanged', async () => {
      const id = newId();
      const created = await zep.memory.addSession(zep.session({ session_id: id, metadata: {} }));
      const read = await zep.memory.getSession(id);
      const written = await zep.memory.updateSession(read);
      expect(written).toEqual({ ...created, updated_at: written.updated_at });
    });

    it('brings a deleted session back with its old metadata, but not its messages', async () => {
      const id = newId();
      const before = await zep.memory.addSession(zep.session({ session_id: id, metadata: { old: 1 } }));
      await zep.memory.addMemory(id, zep.messages({ role: 'user', content: 'gone' }));
      await zep.memory.deleteMemory(id);
      const after = await zep.memory.updateSession(zep.session({ session_id: id, metadata: { new: 2 } }));
      expect(after).toMatchObject({ uuid: before.uuid, created_at: before.created_at, metadata: { old: 1, new: 2 } });
      expect(await zep.stored(id)).toEqual([]);
    });

    it('rejects with NotFoundError for an unknown session', async () => {
      const id = newId();
      for (const metadata of [{ a: 1 }, {}]) {
        await expectError(zep.memory.updateSession(zep.session({ session_id: id, metadata })), zep.js.NotFoundError, {
          message: `Failed to update session ${id}`,
        });
      }
    });
  });

  describe('memory.listSessions', () => {
    it('lists every live session in the order of creation, with and without a limit', async () => {
      const ids = [newId(), newId(), newId()];
      for (const session_id of ids) await zep.memory.addSession(zep.session({ session_id }));
      await zep.memory.deleteMemory(ids[1] as string);

      const all = await zep.memory.listSessions();
      expect(all.slice(-2).map(({ session_id }) => session_id)).toEqual([ids[0], ids[2]]);
      expect(all[0]).toBeInstanceOf(zep.js.Session);
      expect(await zep.memory.listSessions(0)).toEqual(all);
      expect(await zep.memory.listSessions(-1, -5)).toEqual(all);
      expect(await zep.memory.listSessions(2)).toEqual(all.slice(0, 2));
      expect(await zep.memory.listSessions(1, 0)).toEqual(all.slice(0, 1));
    });

    it('gives by listSessionsChunked what it gives at once', async () => {
      const chunked = new Set<string>();
      for await (const page of zep.memory.listSessionsChunked()) {
        for (const { session_id } of page) chunked.add(session_id);
      }
      expect([...chunked]).toEqual((await zep.memory.listSessions()).map(({ session_id }) => session_id));
    });

    it('gives an empty list past the end', async () => {
      expect(await zep.memory.listSessions(10, 1_000_000_000)).toEqual([]);
    });

    it('refuses a limit or cursor that is no integer', async () => {
      for (const [limit, cursor] of [
        [1.5, 0],
        [1, Number.NaN],
      ] as const) {
        await expectError(zep.memory.listSessions(limit, cursor), zep.js.APIError, {
          code: 400,
          responseData: expect.stringContaining('invalid syntax'),
        });
      }
    });
  });
}
