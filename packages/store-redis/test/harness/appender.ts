import type { MessageRecord, SessionRecord, Store, StoreError } from '@scrollback/store';
import { expect } from 'vitest';
import { create, newMessages, nextOf } from './records.js';

/** Two and a half seconds for a call, and what a busy machine adds. */
const patienceMs = 2_900;

export interface Acknowledged {
  readonly uuid: string;
  readonly seq: number;
  readonly begunAt: number;
}

export interface Appender {
  readonly id: string;
  /** What it was told is stored, in order. A failover may take some of it back. */
  readonly acknowledged: readonly Acknowledged[];
  /** The codes of the errors that it met. */
  readonly failures: readonly string[];
  /** Rejects when a call took too long, or failed otherwise than the port allows. */
  stop(): Promise<void>;
}

/** Appends to a session of its own, message by message, whatever happens to the store. */
export async function startAppender(store: Store): Promise<Appender> {
  let record: SessionRecord | undefined = await create(store);
  const { id } = record;
  const acknowledged: Acknowledged[] = [];
  const failures: string[] = [];
  let isStopped = false;

  async function append(previous: SessionRecord): Promise<SessionRecord | undefined> {
    const [message] = newMessages(1, previous.lastSeq) as [MessageRecord];
    const next = nextOf(previous, {}, [message]);
    const begunAt = Date.now();
    const result = await store.sessions.commit({ previous, next, append: [message], replace: [] });
    if (result.status !== 'committed') return undefined;
    acknowledged.push({ uuid: message.uuid, seq: message.seq, begunAt });
    return result.record;
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      const begunAt = Date.now();
      try {
        record ??= await store.sessions.find(id);
        // The session itself was taken back.
        if (record === undefined) throw new Error(`the session ${id} is gone`);
        record = await append(record);
      } catch (error) {
        failures.push((error as StoreError).code ?? String(error));
        record = undefined;
      }
      expect(Date.now() - begunAt).toBeLessThan(patienceMs);
    }
    expect(failures.filter((code) => !['store_unavailable', 'store_outcome_unknown'].includes(code))).toEqual([]);
  }

  const running = run();
  // Whoever stops it is told.
  running.catch(() => {});
  return {
    id,
    acknowledged,
    failures,
    stop() {
      isStopped = true;
      return running;
    },
  };
}

/** Everything of the session, which has no gaps, has what of `acknowledged` fits `isStored`, at its place. */
export async function expectStored(
  store: Store,
  { id, acknowledged }: Appender,
  isStored: (write: Acknowledged, index: number) => boolean,
): Promise<void> {
  const snapshot = await store.sessions.read(id, { after: 0, limit: 1_000_000, maxBytes: 1e9 });
  const stored = snapshot?.messages ?? [];
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
  expect(snapshot?.record.lastSeq).toBe(stored.length);
  const expected = acknowledged.filter(isStored);
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.filter(({ uuid, seq }) => stored[seq - 1]?.uuid !== uuid)).toEqual([]);
}
