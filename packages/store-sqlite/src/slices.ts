import type { Count } from './session-reads.js';
import type { Stamp } from './write.js';

/** So many records are read at once, before others have their turn: about a millisecond. */
const sliceSize = 100;

/** Reads a page of any size in slices, each behind the last record of the one before. */
export async function collect<Item>(
  limit: number,
  readSlice: (last: Item | undefined, limit: number) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const found: Item[] = [];
  for (;;) {
    const wanted = Math.min(sliceSize, limit - found.length);
    const slice = await readSlice(found.at(-1), wanted);
    found.push(...slice);
    if (slice.length < wanted || found.length >= limit) return found;
    await nextTurn();
  }
}

/** Counts in slices. */
export async function sum(countSlice: (after: number) => Promise<Count>): Promise<number> {
  let total = 0;
  for (let from: number | undefined = 0; ; ) {
    const { count, after }: Count = await countSlice(from);
    total += count;
    if (after === undefined) return total;
    from = after;
    await nextTurn();
  }
}

export function toStamp(record: Stamp | undefined): Stamp | undefined {
  return record === undefined ? undefined : { uuid: record.uuid, version: record.version };
}

export function withPosition<Record extends { readonly position: number }>(next: Record, position: number) {
  return { status: 'committed', record: position === next.position ? next : { ...next, position } } as const;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
