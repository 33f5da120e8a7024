import type { MessageRecord, SessionRecord, Store } from '@scrollback/store';
import { change, create, newMessages } from '@scrollback/store-testkit/records';

export * from '@scrollback/store-testkit/records';

export function append(
  store: Store,
  previous: SessionRecord,
  messages: readonly MessageRecord[],
): Promise<SessionRecord> {
  return change(store, previous, {}, { append: messages });
}

/** A session of so many messages, written a thousand at a time. */
export async function createLong(store: Store, count: number): Promise<SessionRecord> {
  let record = await create(store);
  for (let seq = 0; seq < count; seq += 1_000) {
    record = await append(store, record, newMessages(Math.min(1_000, count - seq), seq));
  }
  return record;
}
