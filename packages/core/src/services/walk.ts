/** What a walk found, batch by batch: all at once when it is little, else read on as the batches are taken. */
export type Batches<Item> = readonly (readonly Item[])[] | AsyncIterable<readonly Item[]>;

export interface WalkInput {
  /** The position to go on behind. */
  readonly after?: number | undefined;
  /** Default: all that there is. */
  readonly limit?: number | undefined;
}

type Read<Item> = (page: { readonly after: number | undefined; readonly limit: number }) => Promise<readonly Item[]>;

/** Of records that hold their metadata: a page of the largest ones is a few megabytes. */
const pageSize = 100;

/**
 * Walks a list by position, a page at a time, so that what is held in memory does not grow with its length.
 *
 * The first page has been read when this resolves: a store that is away rejects here, before anything was answered.
 */
export async function walkList<Item extends { readonly position: number }>(
  read: Read<Item>,
  { after, limit = Number.POSITIVE_INFINITY }: WalkInput,
): Promise<Batches<Item>> {
  const first = await read({ after, limit: Math.min(limit, pageSize) });
  return first.length < pageSize || first.length === limit ? [first] : goOn(read, first, limit);
}

async function* goOn<Item extends { readonly position: number }>(
  read: Read<Item>,
  first: readonly Item[],
  limit: number,
): AsyncGenerator<readonly Item[]> {
  let left = limit;
  for (let page = first; ; ) {
    yield page;
    left -= page.length;
    const after = page.at(-1)?.position;
    if (left <= 0 || page.length < pageSize) return;
    page = await read({ after, limit: Math.min(left, pageSize) });
    if (page.length === 0) return;
  }
}
