import { eventually } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { type Store, StoreError, type UserRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import { expectInOrder } from './harness/expect-in-order.js';
import { newPrefix, useResources } from './harness/open.js';
import { useOwnRedis } from './harness/own-redis.js';
import {
  commitChange,
  commitNew,
  createUser,
  eraseUser,
  newMessages,
  newSession,
  toRestored,
  toTrash,
} from './harness/records.js';

const runMs = 5_000;
const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)] as T;

/** Everything at once: whatever goes wrong on the way, what is left is in order. */
describeWithRedis('writers, erasures and repairs that race over bad connections', () => {
  const own = useOwnRedis();

  test('leave everything in order', async () => {
    const { open, proxyTo } = useResources();
    const prefix = newPrefix();
    const proxies = await Promise.all([proxyTo(own.server.url), proxyTo(own.server.url), proxyTo(own.server.url)]);
    const quick = { prefix, repairAfterMs: 0, repairEveryMs: 50 };
    const stores = proxies.map(({ url }) => open({ ...quick, url }));
    const ids = Array.from({ length: 12 }, () => newSession().id);
    const users: UserRecord[] = await Promise.all([createUser(stores[0] as Store), createUser(stores[1] as Store)]);
    const erased: UserRecord[] = [];
    const endsAt = Date.now() + runMs;
    for (const proxy of proxies) {
      proxy.on(() => {
        const dice = Math.random();
        if (dice < 0.002) {
          setTimeout(() => proxy.release(), 100 * Math.random());
          return 'hold';
        }
        return dice < 0.003 ? 'cut-after' : dice < 0.004 ? 'cut-before' : 'forward';
      });
    }

    const owner = () => {
      const user = pick([...users, ...erased.slice(-2), null]);
      return user === null ? null : { id: user.id, uuid: user.uuid };
    };
    const write = async (store: Store) => {
      const id = pick(ids);
      const record = await store.sessions.find(id);
      if (record === undefined) return await commitNew(store, { id, user: owner() }, newMessages(2));
      const dice = Math.random();
      if (dice < 0.2) return await store.sessions.purge(record);
      if (dice < 0.5) return await commitChange(store, record, {}, newMessages(1, record.lastSeq));
      if (dice < 0.6 && record.user === null) return await commitChange(store, record, { user: owner() });
      if (record.state === 'live') return await commitChange(store, record, toTrash(record));
      return await commitChange(store, record, toRestored(record));
    };
    /** Keeps doing it; a call that fails, fails as the port says. */
    const repeat = async (work: () => Promise<unknown>) => {
      while (Date.now() < endsAt) {
        await work().catch((error: unknown) => {
          if (!StoreError.isInstance(error) && !/not committed|could not be removed/.test(String(error))) throw error;
          if (StoreError.isInstance(error)) expect(error.code).toMatch(/unavailable|unknown/);
        });
      }
    };
    const erase = async () => {
      const user = users.shift() as UserRecord;
      users.push(await createUser(pick(stores)).catch(() => user));
      erased.push(user);
      await eraseUser(pick(stores), (await pick(stores).users.find(user.id)) ?? user);
    };
    const read = async () => {
      const page = { limit: 5, order: pick(['asc', 'desc'] as const) };
      const state = pick(['live', 'deleted'] as const);
      const records = await pick(stores).sessions.list({ state, ...page });
      expect(records.map((record) => record.state)).toEqual(records.map(() => state));
      const positions = records.map(({ position }) => position);
      const sorted = [...new Set(positions)].sort((a, b) => (page.order === 'asc' ? a - b : b - a));
      expect(positions).toEqual(sorted);
    };
    await Promise.all([
      ...Array.from({ length: 24 }, (_, index) => repeat(() => write(stores[index % stores.length] as Store))),
      repeat(erase),
      repeat(read),
      repeat(() => pick(stores).sessions.due({ before: Date.now(), limit: 5 })),
    ]);

    for (const proxy of proxies) {
      proxy.on(() => 'forward');
      proxy.release();
    }
    await Promise.all(stores.map((store) => store.close()));
    const last = open({ ...quick, url: own.server.url });
    for (const { id } of erased) {
      const user = await last.users.find(id);
      if (user !== undefined) await eraseUser(last, user);
    }
    const isInOrder = async () => {
      await last.sessions.due({ before: 0, limit: 1 });
      for (const state of ['live', 'deleted'] as const) await last.sessions.list({ state, limit: 99, order: 'asc' });
      await expectInOrder(own.client, prefix);
      return true;
    };
    await eventually(isInOrder, { timeoutMs: 3_000, what: 'in order' }).catch(isInOrder);
    const gone = new Set(erased.map(({ uuid }) => uuid));
    for (const id of ids) expect(gone.has((await last.sessions.find(id))?.user?.uuid ?? '')).toBe(false);
  }, 60_000);
});
