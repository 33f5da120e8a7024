import type { Answer, ApiPromise } from './api-promise.js';
import type { LoadPage, Page } from './page.js';

/**
 * A list that was not asked for yet. Awaiting it asks for the first page, once; each loop over it, by items or by
 * `pages()`, is a walk of its own from the first page, and asks for a page when it gets there.
 *
 * A walk meets every record that exists from its beginning to its end exactly once, whatever is created, deleted and
 * undeleted meanwhile.
 */
export class ListPromise<Item> implements Promise<Page<Item>>, AsyncIterable<Item> {
  readonly #load: LoadPage<Item>;
  #first: ApiPromise<Page<Item>> | undefined;

  /** @internal */
  constructor(load: LoadPage<Item>) {
    this.#load = load;
  }

  get [Symbol.toStringTag](): string {
    return 'ListPromise';
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting a list is its purpose
  then<Result = Page<Item>, Failure = never>(
    onFulfilled?: ((page: Page<Item>) => Result | PromiseLike<Result>) | null,
    onRejected?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#firstPage().then(onFulfilled, onRejected);
  }

  catch<Failure = never>(
    onRejected?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Page<Item> | Failure> {
    return this.#firstPage().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Page<Item>> {
    return this.#firstPage().finally(onFinally);
  }

  /** The first page with status, request id and headers. */
  withResponse(): Promise<Answer<Page<Item>>> {
    return this.#firstPage().withResponse();
  }

  /** The list by chunks of `limit` items. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    yield* (await this.#load(undefined)).pages();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    yield* await this.#load(undefined);
  }

  #firstPage(): ApiPromise<Page<Item>> {
    this.#first ??= this.#load(undefined);
    return this.#first;
  }
}
