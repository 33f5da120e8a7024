import { createScrollback } from '@scrollback/core';
import { type Store, StoreCorruptError, StoreUnavailableError } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { describe, expect, it } from 'vitest';

function withPurge(store: Store, purge: Store['sessions']['purge']): Store {
  return { ...store, sessions: { ...store.sessions, purge } };
}

async function trash(store: Store, count: number): Promise<void> {
  const { sessions } = createScrollback({ store });
  for (let number = 0; number < count; number += 1) {
    await sessions.create({ id: `${number}` });
    await sessions.delete(`${number}`);
  }
}

describe('purge run', () => {
  it('goes past sessions that cannot be purged, more of them than fit a page, and names them', async () => {
    const store = createMemoryStore();
    await trash(store, 600);
    const isBad = (id: string) => Number(id) < 300;
    const broken = withPurge(store, async (target) => {
      if (isBad(target.id)) throw new StoreCorruptError('damaged', { operation: 'sessions.purge', id: target.id });
      return await store.sessions.purge(target);
    });
    const purged = await createScrollback({ store: broken }).purge.run({ minAgeMs: 0 });
    expect(purged.sessionCount).toBe(300);
    expect(purged.failures).toHaveLength(300);
    expect(purged.failures.every(({ id }) => isBad(id))).toBe(true);
    expect(await store.sessions.count({ state: 'deleted' })).toBe(300);
  });

  it('ends when the store is away', async () => {
    const store = createMemoryStore();
    await trash(store, 3);
    const away = withPurge(store, async () => {
      throw new StoreUnavailableError('away', { operation: 'sessions.purge' });
    });
    const run = createScrollback({ store: away }).purge.run({ minAgeMs: 0 });
    await expect(run).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('trims a session that its own process keeps writing to', async () => {
    const store = createMemoryStore();
    const { messages, purge } = createScrollback({ store });
    let isWriting = true;
    const write = async () => {
      while (isWriting) {
        await messages.append('hot', { messages: [{ role: 'user', content: 'text' }] });
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const writers = [write(), write(), write(), write()];
    await new Promise((resolve) => setTimeout(resolve, 20));
    await messages.clear('hot');
    const purged = await purge.run({ minAgeMs: 0 });
    isWriting = false;
    await Promise.all(writers);
    expect(purged.failures).toEqual([]);
    expect((await store.sessions.find('hot'))?.purgeableSince).toBeNull();
  });
});
