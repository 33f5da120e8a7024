import { describeWithRedis } from '@scrollback/services/vitest';
import type { SessionRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import { useResources } from './harness/open.js';
import { useOwnRedis } from './harness/own-redis.js';
import {
  change,
  changeUser,
  commitChange,
  commitNew,
  create,
  createUser,
  eraseUser,
  newMessages,
  newSession,
  toTrash,
} from './harness/records.js';
import { expectAnswer, killAt, openPair, pauseAt } from './harness/victim.js';

/** What others see, and do, while a change of a list is half done. */
describeWithRedis('a change of a list that is half done', () => {
  const own = useOwnRedis();

  const begin = () => openPair(own.server.url, own.client, useResources());
  const page = { order: 'asc' } as const;

  test('leaves pages full and right, and is finished by who reads them', async () => {
    const { proxy, victim, other, inOrder } = await begin();
    const { id, uuid } = await createUser(other);
    const records: SessionRecord[] = [];
    for (let made = 0; made < 12; made += 1) records.push(await create(other, { user: { id, uuid } }, newMessages(1)));
    // Each is in the trash, or gone, and its process died before the lists were told.
    const half = records.filter((_, index) => index % 3 !== 0);
    proxy.on(killAt({ script: 'placeSession' }, 'cut-before'));
    await Promise.allSettled(
      half.map((record, index) =>
        index % 2 === 0 ? change(victim, record, toTrash(record)) : victim.sessions.purge(record),
      ),
    );
    const left = records.filter((record) => !half.includes(record));
    for (const filter of [{}, { userUuid: uuid }]) {
      expect(await other.sessions.list({ state: 'live', ...filter, ...page, limit: 3 })).toEqual(left.slice(0, 3));
    }
    expect(await other.sessions.list({ state: 'live', order: 'desc', limit: 3 })).toEqual(left.slice(1).reverse());
    await inOrder();
    const trashed = half.filter((_, index) => index % 2 === 0).map((record) => record.id);
    const listed = await other.sessions.list({ state: 'deleted', userUuid: uuid, ...page, limit: 9 });
    expect(listed.map((record) => record.id)).toEqual(trashed);
  });

  test('shows a new session to everybody once the lists have it', async () => {
    const { proxy, victim, other, inOrder } = await begin();
    const next = newSession({ lastSeq: 2 });
    const append = newMessages(2);
    const paused = await pauseAt(proxy, { script: 'settleSession' }, () => {
      return victim.sessions.commit({ previous: undefined, next, append, replace: [] });
    });
    const [listed] = await other.sessions.list({ state: 'live', ...page, limit: 1 });
    expect(listed?.position).toBeGreaterThan(0);
    expect(listed).toEqual({ ...next, position: listed?.position });
    expect(await other.sessions.read(next.id, { last: 9, maxBytes: 1e6 })).toEqual({
      record: listed,
      messages: append,
    });
    expectAnswer(await paused.goOn(), { status: 'committed', record: listed });
    await inOrder();
  });

  test('is not taken for finished by the late end of the change before it', async () => {
    const { prefix, proxy, victim, other, inOrder } = await begin();
    const third = useResources();
    const next = newSession();
    // The creator sleeps before it clears its note …
    const creator = await pauseAt(proxy, { script: 'settleSession' }, () => {
      return victim.sessions.commit({ previous: undefined, next, append: [], replace: [] });
    });
    // … and who deletes dies before it tells the lists.
    const record = (await other.sessions.find(next.id)) as SessionRecord;
    const deleterProxy = await third.proxyTo(own.server.url);
    const deleter = third.open({ url: deleterProxy.url, prefix });
    await deleter.ping();
    deleterProxy.on(killAt({ script: 'placeSession' }, 'cut-before'));
    await expect(change(deleter, record, toTrash(record))).rejects.toThrow();
    await creator.goOn();
    await victim.close();
    await other.sessions.due({ before: 0, limit: 1 });
    expect(await other.sessions.count({ state: 'deleted' })).toBe(1);
    await inOrder();
  });

  test('does not make a user look accepted by the late end of the change before it', async () => {
    const { prefix, proxy, victim, other, inOrder } = await begin();
    const third = useResources();
    const user = await createUser(other);
    const next = newSession();
    const creator = await pauseAt(proxy, { script: 'settleSession' }, () => {
      return victim.sessions.commit({ previous: undefined, next, append: [], replace: [] });
    });
    // The creator had its answer; the position is known, and not noted yet.
    const [record] = await other.sessions.list({ state: 'live', ...page, limit: 1 });
    const giverProxy = await third.proxyTo(own.server.url);
    const giver = third.open({ url: giverProxy.url, prefix });
    await giver.ping();
    const reference = { id: user.id, uuid: user.uuid };
    const giving = await pauseAt(giverProxy, { script: 'placeSession' }, () =>
      commitChange(giver, record as SessionRecord, { user: reference }),
    );
    await creator.goOn();
    await victim.close();
    await eraseUser(other, await changeUser(other, user, { state: 'erasing' }));
    expect((await other.sessions.find(next.id))?.user).toBeNull();
    expectAnswer(await giving.goOn(), { status: 'user_gone' });
    await inOrder();
    expect((await other.sessions.find(next.id))?.user).toBeNull();
  });

  test('gives many who load a new session at once one position', async () => {
    const { proxy, victim, other, inOrder } = await begin();
    const next = newSession();
    const paused = await pauseAt(proxy, { script: 'placeSession' }, () => commitNew(victim, next));
    const found = await Promise.all(Array.from({ length: 20 }, () => other.sessions.find(next.id)));
    const positions = new Set(found.map((record) => record?.position));
    expect(positions.size).toBe(1);
    const answer = await paused.goOn();
    expectAnswer(answer, { status: 'committed', record: found[0] });
    await inOrder();
  });
});
