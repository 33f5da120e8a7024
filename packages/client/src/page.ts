import { ApiPromise } from './api-promise.js';

/** Loads the page behind a cursor; the first one without. */
export type LoadPage<Item> = (cursor: string | undefined) => ApiPromise<Page<Item>>;

/** One page of a list. Iterating over it gives its items and then, page by page, those that follow. */
export class Page<Item> implements AsyncIterable<Item> {
  /** The items of this page, in the order of the list. */
  readonly data: Item[];
  /** Where the next page begins, to be given as `cursor`; `null` at the end. */
  readonly nextCursor: string | null;
  readonly #load: LoadPage<Item>;

  /** @internal */
  constructor(data: Item[], nextCursor: string | null, load: LoadPage<Item>) {
    this.data = data;
    this.nextCursor = nextCursor;
    this.#load = load;
  }

  hasNextPage(): boolean {
    return this.nextCursor !== null;
  }

  /** Asks for the next page with the same query and options. Rejects at the end: look at `hasNextPage()` first. */
  getNextPage(): ApiPromise<Page<Item>> {
    if (this.nextCursor !== null) return this.#load(this.nextCursor);
    return new ApiPromise(Promise.reject(new RangeError('this is the last page: look at hasNextPage() first')));
  }

  /** This page and those that follow; each is asked for when the loop gets there. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    let page: Page<Item> = this;
    yield page;
    while (page.hasNextPage()) {
      page = await page.getNextPage();
      yield page;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* page.data;
  }
}
