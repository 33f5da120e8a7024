import { eventually } from '@scrollback/services';
import { expect, test } from 'vitest';
import { countRows, newPath, openBeside, openStore } from './harness/open.js';
import { append, create, createLong, newMessages } from './harness/records.js';

const soon = { timeoutMs: 20_000, what: 'the messages are removed' };

test('a long session is gone at once for everybody, and its messages are removed while others write', async () => {
  const path = await newPath();
  const [store, other] = [openStore(path), openStore(path)];
  const kept = await create(store, {}, newMessages(300));
  const long = await createLong(store, 12_000);
  const beside = await openBeside(path);
  expect(await store.sessions.purge(long)).toBe(true);
  for (const reader of [store, other]) {
    expect(await reader.sessions.find(long.id)).toBeUndefined();
    expect(await reader.sessions.count({ state: 'live' })).toBe(1);
  }
  const again = await create(other, { id: long.id }, newMessages(2));
  expect(again.position).toBeGreaterThan(long.position);
  const written = await append(store, kept, newMessages(1, 300));
  await eventually(async () => countRows(beside, 'purged') === 0, soon);
  expect(countRows(beside, 'messages')).toBe(303);
  const range = { after: 0, limit: 1_000, maxBytes: 10_000_000 };
  expect((await other.sessions.read(again.id, range))?.messages.length).toBe(2);
  expect((await other.sessions.read(written.id, range))?.messages.length).toBe(301);
});

test('what a process leaves when it ends is removed by the next one that opens the file', async () => {
  const path = await newPath();
  const first = openStore(path);
  await createLong(first, 6_000);
  await first.close();
  const beside = await openBeside(path);
  beside.exec('INSERT INTO purged SELECT position, longest FROM sessions; DELETE FROM sessions');
  const second = openStore(path);
  await second.ping();
  await eventually(async () => countRows(beside, 'purged') === 0, soon);
  expect(countRows(beside, 'messages')).toBe(0);
});

test('a short session leaves nothing to remove later', async () => {
  const path = await newPath();
  const store = openStore(path);
  const record = await create(store, {}, newMessages(250));
  await store.sessions.purge(record);
  const beside = await openBeside(path);
  expect([countRows(beside, 'purged'), countRows(beside, 'messages'), countRows(beside, 'sessions')]).toEqual([
    0, 0, 0,
  ]);
});
