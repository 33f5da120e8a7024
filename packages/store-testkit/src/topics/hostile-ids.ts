import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { hostileIds, similarIds } from '../harness/hostile-ids.js';
import { newId } from '../harness/ids.js';
import {
  change,
  create,
  newMessages,
  newSession,
  readAll,
  referenceTo,
  toUndeleted,
  trash,
  uuidsOf,
} from '../harness/sessions.js';
import { changeUser, createUser, eraseUser, newUser } from '../harness/users.js';
import { idsOf } from '../harness/walk.js';

export function hostileIdsTopic({ store }: Handles): void {
  /** Nobody else has these ids, but a run that was killed may have left them. */
  const removeLeftovers = async (id: string) => {
    const session = await store.sessions.find(id);
    if (session) await store.sessions.purge({ id, uuid: session.uuid });
    const user = await store.users.find(id);
    if (user) await eraseUser(store, user);
  };

  for (const [name, id] of Object.entries(hostileIds)) {
    test(`carries ${name}`, async () => {
      await removeLeftovers(id);
      const neighbour = await create(store, { id: newId('neighbour') }, newMessages(2));
      const neighbourBefore = await readAll(store, neighbour.id);
      const user = await createUser(store, { id });
      const created = await create(store, { id, user: referenceTo(user) }, newMessages(1));
      expect(created).toMatchObject({ id, user: { id, uuid: user.uuid } });
      expect(await store.users.find(id)).toEqual(user);
      expect(await store.sessions.find(id)).toEqual(created);
      const append = newMessages(2, 1);
      const changed = await change(store, created, { metadata: '{}' }, { append });
      const stored = await readAll(store, id);
      expect(stored?.record).toEqual(changed);
      expect(stored?.messages.slice(1)).toEqual(append);
      expect((await store.sessions.messagesById(id, uuidsOf(append)))?.messages).toEqual(append);
      const refused = { previous: undefined, next: newSession({ id }), append: [], replace: [] };
      expect(await store.sessions.commit(refused)).toEqual({ status: 'conflict', current: changed });

      const page = { userUuid: user.uuid, limit: 3, order: 'asc' } as const;
      expect(await store.sessions.list({ ...page, state: 'live' })).toEqual([changed]);
      expect(await store.users.list({ state: 'live', limit: 1, order: 'desc' })).toEqual([user]);
      const deleted = await trash(store, changed);
      expect(await store.sessions.list({ ...page, state: 'deleted' })).toEqual([deleted]);
      const undeleted = await change(store, deleted, toUndeleted());
      expect(await store.sessions.list({ ...page, state: 'live' })).toEqual([undeleted]);
      expect(await store.sessions.count({ state: 'live', userUuid: user.uuid })).toBe(1);

      await store.sessions.trim({ id, uuid: created.uuid, after: 0, through: 3 });
      expect((await store.sessions.messagesById(id, uuidsOf(append)))?.messages).toEqual([]);
      expect(await store.sessions.purge({ id, uuid: created.uuid })).toBe(true);
      expect(await store.sessions.find(id)).toBeUndefined();
      expect(await store.users.find(id)).toEqual(user);
      await eraseUser(store, user);
      expect(await store.users.find(id)).toBeUndefined();
      expect(await readAll(store, neighbour.id)).toEqual(neighbourBefore);
    });
  }

  for (const [name, similar] of Object.entries(similarIds)) {
    test(`keeps ids apart that differ in ${name}`, async () => {
      const ids = similar(newId());
      const users = await Promise.all(ids.map((id) => createUser(store, { id })));
      const messages = ids.map((_, index) => newMessages(index + 1));
      const records = [];
      for (const [index, id] of ids.entries()) records.push(await create(store, { id }, messages[index]));
      for (const [index, id] of ids.entries()) {
        expect(await readAll(store, id)).toEqual({ record: records[index], messages: messages[index] });
        expect(await store.users.find(id)).toEqual(users[index]);
      }
      const after = (records[0]?.position ?? 0) - 1;
      expect(idsOf(await store.sessions.list({ state: 'live', after, limit: 50, order: 'asc' }))).toEqual(ids);
      for (const [index, id] of ids.entries()) {
        const record = records[index];
        const user = users[index];
        if (!record || !user) continue;
        await store.sessions.purge({ id, uuid: record.uuid });
        await eraseUser(store, user);
        const next = ids[index + 1];
        expect(await store.sessions.find(id)).toBeUndefined();
        expect(await store.users.find(id)).toBeUndefined();
        if (next === undefined) continue;
        expect(await readAll(store, next)).toEqual({ record: records[index + 1], messages: messages[index + 1] });
        expect(await store.users.find(next)).toEqual(users[index + 1]);
      }
    });
  }

  test('keeps a session and a user of the same id apart', async () => {
    const id = newId('both');
    const session = await create(store, { id }, newMessages(1));
    expect(await store.users.find(id)).toBeUndefined();
    const user = await createUser(store, { id });
    const changed = await changeUser(store, user, { email: 'both@example.org' });
    expect(await store.sessions.find(id)).toEqual(session);
    await eraseUser(store, changed);
    expect(await store.sessions.find(id)).toEqual(session);
    const result = await store.users.commit({ previous: undefined, next: newUser({ id }) });
    expect(result.status).toBe('committed');
    await store.sessions.purge({ id, uuid: session.uuid });
    expect((await store.users.find(id))?.state).toBe('live');
  });
}
