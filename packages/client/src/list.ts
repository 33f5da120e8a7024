import { unexpected } from './answer.js';
import { type Answer, ApiPromise } from './api-promise.js';
import { ListPromise } from './list-promise.js';
import { type LoadPage, Page } from './page.js';
import type { Call, Send } from './send.js';

interface PageDocument<Item> {
  readonly data: Item[];
  readonly next_cursor: string | null;
}

/** A list over the pages that `call` gives; nothing is sent yet. */
export function list<Item>(send: Send, call: Call): ListPromise<Item> {
  const query = { ...call.query };
  const load: LoadPage<Item> = (cursor) => {
    const answer = send<PageDocument<Item>>({ ...call, query: cursor === undefined ? query : { ...query, cursor } });
    return new ApiPromise(answer.withResponse().then((page) => toPage(page, load)));
  };
  return new ListPromise(load);
}

function toPage<Item>(answer: Answer<PageDocument<Item>>, load: LoadPage<Item>): Answer<Page<Item>> {
  const { data, next_cursor } = answer.data;
  if (!Array.isArray(data) || (next_cursor !== null && typeof next_cursor !== 'string')) {
    throw unexpected(answer, 'with a body that is no page');
  }
  return { ...answer, data: new Page(data, next_cursor, load) };
}
