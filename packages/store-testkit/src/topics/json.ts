import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newUuid } from '../harness/ids.js';
import { jsonTexts } from '../harness/json-texts.js';
import { change, create, maxBytes, newSession, nextOf, readAll, referenceTo, trash } from '../harness/sessions.js';
import { changeUser, createUser, newUser, nextUserOf } from '../harness/users.js';

/** Texts are compared with `toBe` one by one: a difference of two that are a megabyte long is not worth printing. */
function expectText(actual: string | null | undefined, expected: string): void {
  if (actual !== expected)
    expect(actual?.slice(0, 300)).toBe(`${expected.slice(0, 300)} (${expected.length} characters)`);
}

export function jsonTopic({ store }: Handles): void {
  for (const [name, text] of Object.entries(jsonTexts)) {
    test(`returns message text as it was given: ${name}`, async () => {
      const [first, second] = [
        { uuid: newUuid(), seq: 1, json: text },
        { uuid: newUuid(), seq: 2, json: '{"plain":1}' },
      ];
      const created = await create(store, {}, [first, second]);
      const { id } = created;
      expectText((await store.sessions.read(id, { last: 2, maxBytes }))?.messages[0]?.json, text);
      expectText((await store.sessions.messagesById(id, [first.uuid]))?.messages[0]?.json, text);
      const append = [{ uuid: first.uuid, seq: 3, json: '{}' }];
      const commit = { previous: created, next: nextOf(created, {}, append), append, replace: [] };
      const duplicate = await store.sessions.commit(commit);
      if (duplicate.status !== 'duplicate') expect.fail(duplicate.status);
      expectText(duplicate.messages[0]?.json, text);
      await change(
        store,
        created,
        {},
        {
          replace: [
            { ...first, json: '{}' },
            { ...second, json: text },
          ],
        },
      );
      const replaced = (await readAll(store, id))?.messages;
      expectText(replaced?.[0]?.json, '{}');
      expectText(replaced?.[1]?.json, text);
      await store.sessions.purge({ id, uuid: created.uuid });
    });

    test(`returns metadata of a session as it was given: ${name}`, async () => {
      const user = await createUser(store);
      const created = await create(store, { metadata: text, user: referenceTo(user) });
      const { id, uuid } = created;
      expectText(created.metadata, text);
      expectText((await store.sessions.find(id))?.metadata, text);
      expectText((await store.sessions.read(id, { last: 1, maxBytes }))?.record.metadata, text);
      expectText((await store.sessions.messagesById(id, []))?.record.metadata, text);
      const page = { userUuid: user.uuid, limit: 1, order: 'asc' } as const;
      expectText((await store.sessions.list({ ...page, state: 'live' }))[0]?.metadata, text);
      const refused = { previous: undefined, next: newSession({ id }), append: [], replace: [] };
      const conflict = await store.sessions.commit(refused);
      expectText(conflict.status === 'conflict' ? conflict.current?.metadata : conflict.status, text);
      await trash(store, created);
      expectText((await store.sessions.list({ ...page, state: 'deleted' }))[0]?.metadata, text);
      await store.sessions.purge({ id, uuid });
    });

    test(`returns metadata of a user as it was given: ${name}`, async () => {
      const created = await createUser(store, { metadata: text });
      expectText(created.metadata, text);
      expectText((await store.users.find(created.id))?.metadata, text);
      const page = { state: 'live', after: created.position - 1, limit: 1, order: 'asc' } as const;
      expectText((await store.users.list(page))[0]?.metadata, text);
      const conflict = await store.users.commit({ previous: undefined, next: newUser({ id: created.id }) });
      expectText(conflict.status === 'conflict' ? conflict.current?.metadata : conflict.status, text);
      await changeUser(store, created, { metadata: '{}' });
      await store.users.commit({ previous: created, next: nextUserOf(created, { metadata: text }) });
      expectText((await store.users.find(created.id))?.metadata, '{}');
    });
  }

  test('returns a page of texts in which each is another one', async () => {
    const texts = Object.values(jsonTexts).filter((text) => text.length < 10_000);
    const messages = texts.map((json, index) => ({ uuid: newUuid(), seq: index + 1, json }));
    const record = await create(store, {}, messages);
    expect(await readAll(store, record.id)).toEqual({ record, messages });
  });

  test('keeps null and the text null apart', async () => {
    const none = await create(store, { metadata: null });
    const text = await create(store, { metadata: 'null' });
    expect((await store.sessions.find(none.id))?.metadata).toBeNull();
    expect((await store.sessions.find(text.id))?.metadata).toBe('null');
  });
}
