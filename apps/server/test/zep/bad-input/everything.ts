import type { Store } from '@scrollback/store';
import { expect } from 'vitest';

const limit = 1_000;

/** All that `store` holds, as text: two of them are the same when nothing was changed. For small stores, and it makes sure of that. */
export async function everything({ sessions, users }: Store): Promise<string> {
  const page = { limit, order: 'asc' } as const;
  const live = await sessions.list({ ...page, state: 'live' });
  const deleted = await sessions.list({ ...page, state: 'deleted' });
  const allUsers = await users.list({ ...page, state: 'live' });
  const snapshots = await Promise.all(
    [...live, ...deleted].map(({ id }) => sessions.read(id, { after: 0, limit, maxBytes: 1e9 })),
  );
  for (const list of [live, deleted, allUsers, ...snapshots.map((each) => each?.messages ?? [])])
    expect(list.length).toBeLessThan(limit);
  return JSON.stringify([live, deleted, allUsers, await users.list({ ...page, state: 'erasing' }), snapshots]);
}
