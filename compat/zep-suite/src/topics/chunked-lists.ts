import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { seed } from '../harness/seed.js';
import type { Zep } from '../methods/use-zep.js';

const COUNT = 3_000;
/** So many times the creation of something is refused before the rest is created. */
const REFUSALS = 50;

/** The iterators, on a server that nobody else uses: they count on ids without gaps. */
export function testChunkedLists(zep: Zep): void {
  testIterator({
    name: 'memory.listSessionsChunked',
    seed: (ids) =>
      seed(
        zep.url,
        '/api/v1/sessions',
        ids.map((session_id) => ({ session_id })),
      ),
    create: (session_id) => zep.memory.addSession(zep.session({ session_id })),
    remove: (id) => zep.memory.deleteMemory(id),
    refuse: async (id) => {
      const unknownUser = zep.session({ session_id: `${id} of nobody`, user_id: 'nobody' });
      await expectError(zep.memory.addSession(zep.session({ session_id: id })), zep.js.APIError, { code: 400 });
      await expectError(zep.memory.addSession(unknownUser), zep.js.APIError, { code: 400 });
    },
    walk: (size) => idsOf(zep.memory.listSessionsChunked(size), ({ session_id }) => session_id),
  });

  testIterator({
    name: 'user.listChunked',
    seed: (ids) =>
      seed(
        zep.url,
        '/api/v1/user',
        ids.map((user_id) => ({ user_id })),
      ),
    create: (user_id) => zep.user.add({ user_id }),
    remove: (id) => zep.user.delete(id),
    refuse: (id) => expectError(zep.user.add({ user_id: id }), zep.js.APIError, { code: 400 }),
    walk: (size) => idsOf(zep.user.listChunked(size), ({ user_id }) => user_id),
  });
}

interface Iterated {
  readonly name: string;
  seed(ids: readonly string[]): Promise<void>;
  create(id: string): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  /** Tries to create what must be refused; `id` exists. */
  refuse(id: string): Promise<void>;
  walk(chunkSize?: number): AsyncGenerator<string[], void, unknown>;
}

function testIterator({ name, seed, create, remove, refuse, walk }: Iterated): void {
  describe(name, () => {
    const ids = Array.from({ length: COUNT }, (_, index) => `${name} ${index}`);

    it(`gives each of ${COUNT} exactly once, also after creates that failed`, async () => {
      const half = COUNT / 2;
      const first = ids.slice(0, half);
      await seed(first);
      await Promise.all([seed(ids.slice(half)), ...first.slice(0, REFUSALS).map(refuse)]);
      await create(`${name} last`);

      const expected = [...ids, `${name} last`].toSorted();
      for (const size of [100, 250]) {
        const pages = await all(walk(size));
        expect(pages.map((page) => page.length)).toEqual([...Array(COUNT / size).fill(size), 1]);
        expect(pages.flat().toSorted()).toEqual(expected);
      }
      expect((await all(walk())).flat()).toHaveLength(COUNT + 1);
    });

    it('misses none that live through the walk while others are created and deleted between the pages', async () => {
      const removed = new Set<string>();
      const seen = new Set<string>();
      let page = 0;
      for await (const chunk of walk(100)) {
        for (const id of chunk) seen.add(id);
        // One that was seen, two of the next page, one that is far; and a new one.
        const gone = [page * 100 + 3, page * 100 + 101, page * 100 + 150, COUNT - 1 - page]
          .map((index) => ids[index])
          .filter((id): id is string => id !== undefined && !removed.has(id));
        for (const id of gone) removed.add(id);
        await Promise.all([...gone.map(remove), create(`${name} late ${page}`)]);
        page += 1;
      }
      expect(removed.size).toBeGreaterThan(100);
      expect(ids.filter((id) => !removed.has(id) && !seen.has(id))).toEqual([]);
    });
  });
}

async function all<Page>(pages: AsyncGenerator<Page, void, unknown>): Promise<Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

async function* idsOf<Row>(
  pages: AsyncGenerator<Row[], void, unknown>,
  idOf: (row: Row) => string,
): AsyncGenerator<string[], void, unknown> {
  for await (const page of pages) yield page.map(idOf);
}
