import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { newId, TIME, turns, UUID } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

export function testUsers(zep: Zep): void {
  describe('user.add', () => {
    it('creates the user and hands it back as stored', async () => {
      const data = {
        user_id: newId(),
        email: 'ada@example.org',
        first_name: 'Ada',
        last_name: 'L',
        metadata: { system: { kept: true } },
      };
      const user = await zep.user.add(data);
      expect(user).toMatchObject({
        ...data,
        id: expect.any(Number),
        uuid: expect.stringMatching(UUID),
        created_at: expect.stringMatching(TIME),
        updated_at: expect.stringMatching(TIME),
        deleted_at: null,
      });
      expect(await zep.user.get(data.user_id)).toEqual(user);
    });

    it('leaves out what is empty', async () => {
      const user = await zep.user.add({ user_id: newId(), email: '', metadata: {} });
      expect([user.email, user.first_name, user.last_name, user.metadata]).toEqual(Array(4).fill(undefined));
    });

    it('refuses an id that exists, and changes nothing', async () => {
      const user = await zep.user.add({ user_id: newId(), first_name: 'first' });
      await expectError(zep.user.add({ user_id: user.user_id, first_name: 'second' }), zep.js.APIError, {
        code: 400,
        responseData: `bad request: user already exists with user_id: ${user.user_id}\n`,
      });
      expect(await zep.user.get(user.user_id)).toEqual(user);
    });

    it('refuses an empty id', async () => {
      await expectError(zep.user.add({ user_id: '' }), zep.js.APIError, {
        code: 400,
        responseData: 'bad request: UserID cannot be empty\n',
      });
    });
  });

  describe('user.get', () => {
    it('rejects with NotFoundError for an unknown user', async () => {
      const id = newId();
      await expectError(zep.user.get(id), zep.js.NotFoundError, { message: `No user found for userId ${id}` });
    });
  });

  describe('user.update', () => {
    it('changes the fields that are given, and merges the metadata, system included', async () => {
      const before = await zep.user.add({
        user_id: newId(),
        email: 'a@b',
        first_name: 'Ada',
        metadata: { a: { b: 1 } },
      });
      const after = await zep.user.update({
        user_id: before.user_id,
        email: '',
        first_name: 'Eve',
        metadata: { a: { c: 2 }, system: { x: 1 } },
      });
      expect(after).toMatchObject({
        uuid: before.uuid,
        id: before.id,
        email: 'a@b',
        first_name: 'Eve',
        metadata: { a: { b: 1, c: 2 }, system: { x: 1 } },
      });
      expect(await zep.user.get(before.user_id)).toEqual(after);
    });

    it('takes empty metadata for no change', async () => {
      const before = await zep.user.add({ user_id: newId(), metadata: { a: 1 } });
      expect((await zep.user.update({ user_id: before.user_id, metadata: {} })).metadata).toEqual({ a: 1 });
    });

    it('rejects with NotFoundError for an unknown user', async () => {
      const id = newId();
      await expectError(zep.user.update({ user_id: id, email: 'x' }), zep.js.NotFoundError, {
        message: `Failed to update user ${id}`,
      });
    });
  });

  describe('user.list', () => {
    it('lists every user in the order of creation; the id of the last one is the next cursor', async () => {
      const ids = [newId(), newId(), newId()];
      for (const user_id of ids) await zep.user.add({ user_id });
      const all = await zep.user.list();
      expect(all.slice(-3).map(({ user_id }) => user_id)).toEqual(ids);
      expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => Number(a) - Number(b)));
      expect(await zep.user.list(0)).toEqual(all);
      expect(await zep.user.list(2)).toEqual(all.slice(0, 2));
      expect(await zep.user.list(2, all.at(-3)?.id)).toEqual(all.slice(-2));
      expect(await zep.user.list(2, all.at(-1)?.id)).toEqual([]);
    });
  });

  describe('user.listChunked', () => {
    it('gives what list gives at once', async () => {
      const chunked = new Set<string>();
      for await (const page of zep.user.listChunked()) for (const { user_id } of page) chunked.add(user_id);
      expect([...chunked]).toEqual((await zep.user.list()).map(({ user_id }) => user_id));
    });
  });

  describe('user.getSessions', () => {
    it('lists the live sessions of the user, and of no other, in the order of creation', async () => {
      const [owner, other] = [await zep.user.add({ user_id: newId() }), await zep.user.add({ user_id: newId() })];
      const ids = [newId(), newId(), newId()];
      for (const session_id of ids) {
        await zep.memory.addSession(zep.session({ session_id, user_id: owner.user_id }));
      }
      await zep.memory.addSession(zep.session({ session_id: newId(), user_id: other.user_id }));
      await zep.memory.updateSession(zep.session({ session_id: ids[0] as string, metadata: { touched: true } }));
      await zep.memory.deleteMemory(ids[1] as string);

      const sessions = await zep.user.getSessions(owner.user_id);
      expect(sessions.map(({ session_id }) => session_id)).toEqual([ids[0], ids[2]]);
      expect(sessions[0]).toEqual(await zep.memory.getSession(ids[0] as string));
    });

    it('is empty for an unknown user', async () => {
      expect(await zep.user.getSessions(newId())).toEqual([]);
    });
  });

  describe('user.delete', () => {
    it('answers OK and removes the user, its sessions and their messages for good: all ids are free again', async () => {
      const user = await zep.user.add({ user_id: newId(), metadata: { old: true } });
      const [live, deleted] = [newId(), newId()];
      for (const session_id of [live, deleted]) {
        await zep.memory.addSession(zep.session({ session_id, user_id: user.user_id }));
        await zep.memory.addMemory(session_id, zep.messages(...turns(2)));
      }
      await zep.memory.deleteMemory(deleted);

      expect(await zep.user.delete(user.user_id)).toBe('OK');
      await expectError(zep.user.get(user.user_id), zep.js.NotFoundError);
      expect(await zep.user.getSessions(user.user_id)).toEqual([]);
      const again = await zep.user.add({ user_id: user.user_id });
      expect(again.uuid).not.toBe(user.uuid);
      expect(again.metadata).toBeUndefined();
      for (const session_id of [live, deleted]) {
        await expectError(zep.memory.getSession(session_id), zep.js.NotFoundError);
        await zep.memory.addSession(zep.session({ session_id }));
        expect(await zep.stored(session_id)).toEqual([]);
      }
    });

    it('rejects with NotFoundError for an unknown user', async () => {
      const id = newId();
      await expectError(zep.user.delete(id), zep.js.NotFoundError, { message: `Failed to delete user ${id}` });
    });
  });
}
