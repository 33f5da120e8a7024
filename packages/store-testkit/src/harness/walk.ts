import type { ListOrder, PageQuery } from '@scrollback/store';

interface Placed {
  readonly position: number;
}

export interface WalkOptions {
  readonly limit: number;
  readonly order?: ListOrder;
  readonly after?: number | undefined;
  /** Runs after each page, before the next one is asked for. */
  readonly afterPage?: (page: readonly Placed[]) => void | Promise<void>;
}

/** No test has so many pages: a store that repeats itself is a failure, not an endless loop. */
const MAX_PAGES = 2_000;

/** Goes through a list page by page as a client does, until a page is not full. */
export async function walk<T extends Placed>(
  list: (page: PageQuery) => Promise<readonly T[]>,
  { limit, order = 'asc', after, afterPage }: WalkOptions,
): Promise<T[]> {
  const items: T[] = [];
  let cursor = after;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await list({ after: cursor, limit, order });
    if (page.length > limit) throw new Error(`A page of at most ${limit} has ${page.length} records.`);
    items.push(...page);
    await afterPage?.(page);
    if (page.length < limit) return items;
    cursor = page.at(-1)?.position;
  }
  throw new Error(`The list did not end after ${MAX_PAGES} pages.`);
}

export function positionsOf(records: readonly Placed[]): number[] {
  return records.map((record) => record.position);
}

export function idsOf(records: readonly { readonly id: string }[]): string[] {
  return records.map((record) => record.id);
}

export function ascending(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}
